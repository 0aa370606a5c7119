import { command } from '../arguments/command.ts';
import { RESTARTING, RUNNING } from '../arguments/flags.ts';

export const restart = command({
  name: 'restart',
  summary: 'Restart the members one at a time',
  flags: { ...RUNNING, ...RESTARTING },
  load: async () => (await import('../change/restart.ts')).restart,
});
