import { EXIT, UsageError } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import { hostsOf } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Clusters } from '../../plan/clusters.ts';
import { about } from '../../plan/clusters.ts';
import type { ArgsOf, Work } from '../command.ts';
import type { RESTARTING, RUNNING } from '../options.ts';
import { readCluster } from '../listed-host.ts';
import { prepare } from '../prepare.ts';
import { closeRequest, openRequest } from '../request.ts';
import { conductRun } from '../run.ts';

/** Restarts one member after another; a run that was killed is gone on with, so that nobody is restarted twice. */
export const restart: Work<ArgsOf<typeof RUNNING & typeof RESTARTING>> = async (args, edges) => {
  const { inventory } = args;
  const role = args.role?.replace('-', '_') as Role | undefined;
  let asked: Parameters<typeof closeRequest>[0] | undefined;
  const load = async () => {
    const { name: cluster } = await readCluster(inventory, edges);
    asked = { inventory, cluster, scope: role ?? 'all' };
    const request = await openRequest({ ...asked, anew: args.anew, now: edges.clock.now() });
    const clusters = (whole: Cluster) => ({ ...restarted(whole, role), request: request.id });
    const prepared = await prepare({ inventory, playbook: 'restart', clusters }, edges);
    return request.continues
      ? { ...prepared, warnings: [continued(request.begunAt), ...prepared.warnings] }
      : prepared;
  };
  const subject = role === undefined ? {} : { subject: role };
  const exitCode = await conductRun({ command: 'restart', ...subject, args, load, start: execute }, edges);
  if (exitCode === EXIT.done && asked) await closeRequest(asked);
  return exitCode;
};

type Role = Cluster['hosts'][number]['role'];

/** @throws UsageError when there is nobody to restart */
function restarted(cluster: Cluster, role: Role | undefined): Clusters {
  if (role !== undefined && hostsOf(cluster, role).length === 0) {
    const what = `the inventory has no ${role.replace('_', ' ')} hosts to restart`;
    throw new UsageError([{ what, next: 'leave --role out, or name another' }]);
  }
  return about(cluster, role === undefined ? [] : hostsOf(cluster, role));
}

function continued(begunAt: number): string {
  const since = new Date(begunAt).toISOString().slice(0, 16).replace('T', ' ');
  return `goes on with the restart that was begun on ${since} UTC: whoever was restarted then is not again (--anew: all)`;
}
