import { execute } from '../../execute/execute.ts';
import type { Cluster } from '../../model/cluster.ts';
import { about, withDown } from '../../plan/build/clusters.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import { namesIn } from '../arguments/flags.ts';
import type { MEMBER, DOWN, RUNNING } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { conductRun } from '../run/conduct-run.ts';

/** A standby copies the leader's data anew. */
export const reinitDatabase: Work<ArgsOf<typeof RUNNING & typeof DOWN, typeof MEMBER>> = (args, edges) => {
  const { inventory, name } = args;
  const named = [{ name, role: 'database' as const }];
  const clusters = (cluster: Cluster) => withDown(about(cluster, named), namesIn(args.down));
  const load = () => prepare({ inventory, playbook: 'reinit-database', clusters }, edges);
  return conductRun({ command: 'reinit-database', subject: name, args, load, start: execute }, edges);
};
