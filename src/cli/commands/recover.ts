import { command } from '../arguments/command.ts';
import { CONNECTING } from '../arguments/flags.ts';

export const recover = command({
  name: 'recover',
  summary: 'Print the steps to recover a service that lost its majority (read-only)',
  flags: CONNECTING,
  load: async () => (await import('../inspect/recover.ts')).recover,
});
