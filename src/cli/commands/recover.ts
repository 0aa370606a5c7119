import { command } from '../arguments/command.ts';
import { RECOVER_EXITS } from '../arguments/exits.ts';
import { CONNECT_FLAGS } from '../arguments/flags.ts';

export const recoverCommand = command({
  name: 'recover',
  summary: 'Print the steps to recover a service that lost its majority (read-only)',
  exits: RECOVER_EXITS,
  examples: [
    ['inventory.yaml', 'Show what is lost and the commands that recover it'],
    ['inventory.yaml --output json', 'Report it for a program'],
  ],
  flags: CONNECT_FLAGS,
  load: async () => (await import('../inspect/recover.ts')).recover,
});
