import { command } from '../arguments/command.ts';
import { RUNNING, SWITCHING } from '../arguments/flags.ts';

export const switchover = command({
  name: 'switchover',
  text: 'Hand the lead of the databases over',
  flags: { ...RUNNING, ...SWITCHING },
  load: async () => (await import('../change/switchover.ts')).switchover,
});
