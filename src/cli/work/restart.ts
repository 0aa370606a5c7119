import { EXIT, UsageError } from '../../errors/errors.ts';
import { hostsOf } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import type { Clusters } from '../../plan/clusters.ts';
import { about, withDown } from '../../plan/clusters.ts';
import { beginning } from '../begun.ts';
import type { ArgsOf, Work } from '../command.ts';
import { namesIn } from '../options.ts';
import type { RESTARTING, RUNNING } from '../options.ts';
import { readCluster } from '../listed-host.ts';
import { inMinutes, type Begun } from '../note.ts';
import { prepare } from '../prepare.ts';
import { closeRequest, noteRequest, openRequest, type Request, type Scope } from '../request.ts';
import { conductRun } from '../run.ts';

/**
 * Restarts one member after another; a run that was killed is gone on with, so that nobody is restarted twice. A call
 * that is refused before it has begun leaves nothing to go on with.
 */
export const restart: Work<ArgsOf<typeof RUNNING & typeof RESTARTING>> = async (args, edges) => {
  const { inventory } = args;
  const role = args.role?.replace('-', '_') as Role | undefined;
  let asked: { readonly scope: Scope; readonly request: Request } | undefined;
  const down = namesIn(args.down);
  const begin = beginning();
  const load = async () => {
    const { name: cluster } = await readCluster(inventory, edges);
    const scope = { inventory, cluster, scope: role ?? 'all' };
    const request = await openRequest({ ...scope, anew: args.anew, now: edges.clock.now() });
    const clusters = (whole: Cluster) => ({ ...restarted(whole, role, down), request: request.id });
    const prepared = await prepare({ inventory, playbook: 'restart', clusters }, edges);
    asked = { scope, request };
    return request.continues
      ? { ...prepared, warnings: [continued(request), ...prepared.warnings] }
      : prepared;
  };
  const start: typeof begin.start = async (plan, env) => {
    if (asked) await noteRequest(asked.scope, asked.request);
    return begin.start(plan, env);
  };
  const subject = role === undefined ? {} : { subject: role };
  const exitCode = await conductRun({ command: 'restart', ...subject, args, load, start }, edges);
  const inVain = !begin.begun() && !asked?.request.continues;
  if (asked && (exitCode === EXIT.done || inVain)) await closeRequest(asked.scope);
  return exitCode;
};

type Role = Cluster['hosts'][number]['role'];

/** @throws UsageError when there is nobody to restart */
function restarted(cluster: Cluster, role: Role | undefined, down: readonly HostName[]): Clusters {
  const named = role === undefined ? [] : hostsOf(cluster, role).filter(({ name }) => !down.includes(name));
  if (role !== undefined && named.length === 0) {
    const but = down.length > 0 ? ', but those that are down' : '';
    const what = `the inventory has no ${role.replace('_', ' ')} hosts to restart${but}`;
    throw new UsageError([{ what, next: 'leave --role out, or name another' }]);
  }
  return withDown(about(cluster, named), down);
}

function continued(begun: Begun): string {
  return `goes on with the restart that was begun on ${inMinutes(begun)}: whoever was restarted then is not again (--anew: all)`;
}
