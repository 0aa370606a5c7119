import { command } from '../arguments/command.ts';
import { CONNECTING, LOCALLY } from '../arguments/flags.ts';

export const runs = command({
  name: 'runs',
  text: 'Show who ran what against the cluster, when, and how it ended',
  flags: { ...CONNECTING, ...LOCALLY },
  load: async () => (await import('../inspect/runs.ts')).runs,
});
