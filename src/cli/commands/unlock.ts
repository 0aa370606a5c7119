import { command } from '../arguments/command.ts';
import { CONNECTING, UNLOCKING } from '../arguments/flags.ts';

export const unlock = command({
  name: 'unlock',
  summary: 'Show the locks on the hosts, and remove them',
  flags: { ...CONNECTING, ...UNLOCKING },
  load: async () => (await import('../inspect/unlock.ts')).unlock,
});
