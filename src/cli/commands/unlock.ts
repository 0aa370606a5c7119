import { command } from '../arguments/command.ts';
import { UNLOCK_FLAGS } from '../arguments/flags.ts';

export const unlockCommand = command({
  name: 'unlock',
  summary: 'Show the locks on the hosts, and remove them',
  flags: UNLOCK_FLAGS,
  load: async () => (await import('../inspect/unlock.ts')).unlock,
});
