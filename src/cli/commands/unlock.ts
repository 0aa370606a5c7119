import { command } from '../arguments/command.ts';
import { CONNECTING, UNLOCKING } from '../arguments/flags.ts';

export const unlock = command({
  name: 'unlock',
  text: 'Show who holds the lock on each host, and remove it',
  flags: { ...CONNECTING, ...UNLOCKING },
  load: async () => (await import('../inspect/unlock.ts')).unlock,
});
