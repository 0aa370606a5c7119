import { command } from '../command.ts';
import { RUNNING, SWITCHING } from '../options.ts';

export const switchover = command({
  name: 'switchover',
  text: 'Hand the lead of the databases over',
  flags: { ...RUNNING, ...SWITCHING },
  load: async () => (await import('../work/switchover.ts')).switchover,
});
