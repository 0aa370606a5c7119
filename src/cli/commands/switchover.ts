import { command } from '../arguments/command.ts';
import { RUNNING, SWITCHING } from '../arguments/flags.ts';

export const switchover = command({
  name: 'switchover',
  summary: 'Switch the database leader to a standby',
  flags: { ...RUNNING, ...SWITCHING },
  load: async () => (await import('../change/switchover.ts')).switchover,
});
