import { command } from '../command.ts';
import { RESTARTING, RUNNING } from '../options.ts';

export const restart = command({
  name: 'restart',
  text: 'Restart one member after another',
  flags: { ...RUNNING, ...RESTARTING },
  load: async () => (await import('../work/restart.ts')).restart,
});
