import { platformOf } from '../../registry/platforms.ts';
import { EXIT } from '../../errors/errors.ts';
import { loadInventory } from '../../inventory/load.ts';
import { columns } from '../../report/text.ts';
import { describeOrigin } from '../../secrets/sources/value.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { OUTPUT_FLAGS } from '../arguments/flags.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/** Lists the secrets from the inventory alone, without reading any of them. */
export const listSecrets: CommandHandler<ArgumentsOf<typeof OUTPUT_FLAGS>> = async (args, { io }) => {
  const { cluster, secretsSource, directory } = await loadInventory(args.inventory, io.env);
  const rows = platformOf(cluster)
    .neededSecrets(cluster)
    .map(({ name, by }) => ({
      name,
      // The inventory's rules guarantee a source.
      from: (describeOrigin(secretsSource, name) ?? '').replace(`${directory}/`, ''),
      by,
    }));
  const words = rows.map(({ name, from, by }) => [name, by.join(' ').replaceAll('_', ' '), from]);
  const lines = columns([['SECRET', 'READ BY', 'FROM'], ...words]);
  io.stdout.write(`${args.output === 'json' ? jsonOutput({ secrets: rows }) : lines.join('\n')}\n`);
  return EXIT.done;
};
