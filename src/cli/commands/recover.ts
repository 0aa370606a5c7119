import { command } from '../arguments/command.ts';
import { CONNECTING } from '../arguments/flags.ts';

export const recover = command({
  name: 'recover',
  text: 'Tell how to bring back a service whose majority is dead; does nothing itself',
  flags: CONNECTING,
  load: async () => (await import('../inspect/recover.ts')).recover,
});
