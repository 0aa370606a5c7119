import { platformOf } from '../../registry/platforms.ts';
import { EXIT, inOneLine, UsageError } from '../../errors/errors.ts';
import { loadInventory } from '../../inventory/load.ts';
import { count } from '../../report/text.ts';
import { keysOf } from '../../secrets/files/keys.ts';
import { loadSecrets } from '../../secrets/load.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { OUTPUT_FLAGS } from '../arguments/flags.ts';
import { passphraseInput } from '../terminal/prompt.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/** @returns 0 if every secret exists and is usable, even with warnings */
export const checkSecrets: CommandHandler<ArgumentsOf<typeof OUTPUT_FLAGS>> = async (args, { io }) => {
  const { cluster, secretsSource, path } = await loadInventory(args.inventory, io.env);
  const { neededSecrets, secretFault: productFault } = platformOf(cluster);
  const names = neededSecrets(cluster).map(({ name }) => name);
  const keys = keysOf(secretsSource.keys, passphraseInput(io));
  const { problems, warnings } = await loadSecrets(secretsSource, names, { env: io.env, keys, productFault });
  if (args.output === 'json') {
    io.stdout.write(`${jsonOutput({ cluster: cluster.name, secrets: names, problems, warnings })}\n`);
    return problems.length > 0 ? EXIT.usage : EXIT.done;
  }
  for (const warning of warnings) io.stderr.write(`warning: ${inOneLine(warning)}\n`);
  if (problems.length > 0) throw new UsageError(problems);
  io.stdout.write(`${path}: ${count(names.length, 'secret')}, all available and usable\n`);
  return EXIT.done;
};
