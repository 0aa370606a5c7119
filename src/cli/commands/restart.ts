import { command } from '../arguments/command.ts';
import { RESTARTING, RUNNING } from '../arguments/flags.ts';

export const restart = command({
  name: 'restart',
  text: 'Restart one member after another',
  flags: { ...RUNNING, ...RESTARTING },
  load: async () => (await import('../change/restart.ts')).restart,
});
