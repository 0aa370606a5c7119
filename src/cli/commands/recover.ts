import { command } from '../command.ts';
import { CONNECTING } from '../options.ts';

export const recover = command({
  name: 'recover',
  text: 'Tell how to bring back a service whose majority is dead; does nothing itself',
  flags: CONNECTING,
  load: async () => (await import('../work/recover.ts')).recover,
});
