import { PRODUCT_LOG } from '../../platforms/cloudify/product/paths.ts';
import { textFile } from '../world/files.ts';
import { textOf } from '../world/host.ts';
import { ProductError } from './config.ts';
import type { Here, Program } from '../commands/usage.ts';

/** Every refusal of the product is exit 1 and one line. */
export function* orProductError(here: Here, program: Program): Program {
  try {
    return yield* program;
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    for (const line of error.message.split('\n')) say(here, 'MAIN', { level: 'ERROR', line });
    here.err(`ERROR - ${error.message}`);
    return 1;
  }
}

const COLOURS = { INFO: 37, NOTICE: 32, WARNING: 33, ERROR: 31 };

/** One line as the product prints it, in colour, and without colour in its own log. */
export function say(
  here: Here,
  name: string,
  what: { readonly level?: keyof typeof COLOURS; readonly line: string },
): void {
  const { level = 'INFO', line } = what;
  const time = new Date(here.world.now() + here.host.clockOffsetMs).toISOString();
  const stamp = time.replace('T', ' ').replace('.', ',').slice(0, 23);
  here.out(
    `${stamp} - \u001b[1;34m[${name}]\u001b[0m - \u001b[1;${COLOURS[level]}m${level}\u001b[0m - ${line}`,
  );
  appendTo(here, `${stamp} - [${name}] - ${level} - ${line}\n`);
}

function appendTo({ host, world }: Here, text: string): void {
  const about = { mode: 0o644, owner: 'cfyuser:cfyuser', mtime: world.now() + host.clockOffsetMs };
  host.files.set(PRODUCT_LOG, textFile(`${textOf(host, PRODUCT_LOG) ?? ''}${text}`, about));
}
