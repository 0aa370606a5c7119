import { command } from '../arguments/command.ts';
import { CONNECTING, LOCALLY } from '../arguments/flags.ts';

export const runs = command({
  name: 'runs',
  summary: 'Show the run history of the cluster',
  flags: { ...CONNECTING, ...LOCALLY },
  load: async () => (await import('../inspect/runs.ts')).runs,
});
