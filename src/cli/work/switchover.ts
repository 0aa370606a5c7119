import { UsageError } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import { hostsOf } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import { about } from '../../plan/clusters.ts';
import type { ArgsOf, Work } from '../command.ts';
import type { RUNNING, SWITCHING } from '../options.ts';
import { prepare } from '../prepare.ts';
import { conductRun } from '../run.ts';

/** Hands the lead of the databases over: to the one that is named, or to the synchronous standby. */
export const switchover: Work<ArgsOf<typeof RUNNING & typeof SWITCHING>> = (args, edges) => {
  const { inventory, to } = args;
  const named = to === undefined ? [] : [{ name: to, role: 'database' as const }];
  const clusters = (cluster: Cluster) => {
    if (hostsOf(cluster, 'database').length > 0) return about(cluster, named);
    const what = 'the inventory has no database hosts: the lead of an external service is its own business';
    throw new UsageError([{ what, next: 'quorate status INVENTORY' }]);
  };
  const load = () => prepare({ inventory, playbook: 'switchover', clusters }, edges);
  const subject = to === undefined ? {} : { subject: to };
  return conductRun({ command: 'switchover', ...subject, args, load, start: execute }, edges);
};
