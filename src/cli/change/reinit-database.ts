import { execute } from '../../execute/execute.ts';
import type { Cluster } from '../../model/cluster.ts';
import { reinitChange } from '../../plan/build/named-change.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import { namesIn } from '../arguments/flags.ts';
import type { MEMBER, DOWN, RUNNING } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { conductRun } from '../run/conduct-run.ts';

/** A standby copies the leader's data anew. */
export const reinitDatabase: Work<ArgsOf<typeof RUNNING & typeof DOWN, typeof MEMBER>> = (args, edges) => {
  const { inventory, name } = args;
  const change = (cluster: Cluster) => reinitChange(cluster, name, namesIn(args.down));
  const load = () => prepare({ inventory, playbook: 'reinit-database', change }, edges);
  return conductRun({ command: 'reinit-database', subject: name, args, load, start: execute }, edges);
};
