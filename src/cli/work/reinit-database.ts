import { execute } from '../../execute/execute.ts';
import { about } from '../../plan/clusters.ts';
import type { ArgsOf, Work } from '../command.ts';
import type { MEMBER, RUNNING } from '../options.ts';
import { prepare } from '../prepare.ts';
import { conductRun } from '../run.ts';

/** A standby copies the leader's data anew. */
export const reinitDatabase: Work<ArgsOf<typeof RUNNING, typeof MEMBER>> = (args, edges) => {
  const { inventory, name } = args;
  const named = [{ name, role: 'database' as const }];
  const load = () =>
    prepare({ inventory, playbook: 'reinit-database', clusters: (cluster) => about(cluster, named) }, edges);
  return conductRun({ command: 'reinit-database', subject: name, args, load, start: execute }, edges);
};
