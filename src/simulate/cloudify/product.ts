import { PRODUCT_LOG } from '../../platforms/cloudify/product/paths.ts';
import { textFile } from '../world/files.ts';
import { fileText } from '../world/host.ts';
import { ProductError } from './config.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';

/** Turns an error of the product into its output and exit code 1. */
export function* reportProductErrors(context: ProgramContext, program: ProgramRun): ProgramRun {
  try {
    return yield* program;
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    for (const line of error.message.split('\n')) printProductLine(context, 'MAIN', { level: 'ERROR', line });
    context.err(`ERROR - ${error.message}`);
    return 1;
  }
}

const COLORS = { INFO: 37, NOTICE: 32, WARNING: 33, ERROR: 31 };

/** Prints a line as the product does: in color, and without color in its log. */
export function printProductLine(
  context: ProgramContext,
  name: string,
  what: { readonly level?: keyof typeof COLORS; readonly line: string },
): void {
  const { level = 'INFO', line } = what;
  const time = new Date(context.world.now() + context.host.clockOffsetMs).toISOString();
  const stamp = time.replace('T', ' ').replace('.', ',').slice(0, 23);
  context.out(
    `${stamp} - \u001b[1;34m[${name}]\u001b[0m - \u001b[1;${COLORS[level]}m${level}\u001b[0m - ${line}`,
  );
  appendTo(context, `${stamp} - [${name}] - ${level} - ${line}\n`);
}

function appendTo({ host, world }: ProgramContext, text: string): void {
  const about = { mode: 0o644, owner: 'cfyuser:cfyuser', mtime: world.now() + host.clockOffsetMs };
  host.files.set(PRODUCT_LOG, textFile(`${fileText(host, PRODUCT_LOG) ?? ''}${text}`, about));
}

/** Formats a line of the product's tables. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
