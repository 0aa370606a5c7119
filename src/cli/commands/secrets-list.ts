import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { OUTPUT_FLAGS } from '../arguments/flags.ts';

export const secretsListCommand = command({
  name: 'list',
  summary: 'List the secrets, their sources and the roles that read them',
  exits: FILE_EXITS,
  examples: [
    ['inventory.yaml', 'Show the source of each secret'],
    ['inventory.yaml --output json', 'Report it for a program'],
  ],
  flags: OUTPUT_FLAGS,
  load: async () => (await import('../secrets/list.ts')).listSecrets,
});
