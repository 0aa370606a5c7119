import { command } from '../arguments/command.ts';
import { UNLOCK_EXITS } from '../arguments/exits.ts';
import { UNLOCK_FLAGS } from '../arguments/flags.ts';

export const unlockCommand = command({
  name: 'unlock',
  summary: 'Show the locks on the hosts, and remove them',
  exits: UNLOCK_EXITS,
  examples: [
    ['inventory.yaml', 'Show the locks, and ask before removing them'],
    ['inventory.yaml --yes', 'Remove them without asking'],
  ],
  flags: UNLOCK_FLAGS,
  load: async () => (await import('../inspect/unlock.ts')).unlock,
});
