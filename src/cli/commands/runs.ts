import { command } from '../arguments/command.ts';
import { READ_EXITS } from '../arguments/exits.ts';
import { RUNS_FLAGS } from '../arguments/flags.ts';

export const runsCommand = command({
  name: 'runs',
  summary: 'Show the run history of the cluster',
  exits: READ_EXITS,
  examples: [
    ['inventory.yaml', 'Show the runs that this machine and the hosts recorded'],
    ['inventory.yaml --local', 'Show the runs of this machine'],
  ],
  flags: RUNS_FLAGS,
  load: async () => (await import('../inspect/runs.ts')).runs,
});
