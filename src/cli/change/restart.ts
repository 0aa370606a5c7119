import { EXIT } from '../../errors/errors.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Role } from '../../model/names.ts';
import { restartChange } from '../../plan/build/named-change.ts';
import { trackFirstStep } from '../run/track-first-step.ts';
import type { ArgsOf, Work } from '../arguments/command.ts';
import { namesIn } from '../arguments/flags.ts';
import type { RESTARTING, RUNNING } from '../arguments/flags.ts';
import { readCluster } from './listed-host.ts';
import { inMinutes, type UnfinishedCommand } from '../run/unfinished-command.ts';
import { prepare } from '../run/prepare.ts';
import { closeRequest, noteRequest, openRequest, type Request, type Scope } from './restart-request.ts';
import { conductRun } from '../run/conduct-run.ts';

/**
 * Restarts one member after another; a run that was killed is gone on with, so that nobody is restarted twice. A call
 * that is refused before it has begun leaves nothing to go on with.
 */
export const restart: Work<ArgsOf<typeof RUNNING & typeof RESTARTING>> = async (args, edges) => {
  const { inventory } = args;
  const role = args.role?.replace('-', '_') as Role | undefined;
  let asked: { readonly scope: Scope; readonly request: Request } | undefined;
  const down = namesIn(args.down);
  const begin = trackFirstStep();
  const load = async () => {
    const { name: cluster } = await readCluster(inventory, edges);
    const scope = { inventory, cluster, scope: role ?? 'all' };
    const request = await openRequest({ ...scope, anew: args.anew, now: edges.clock.now() });
    const change = (whole: Cluster) =>
      restartChange(whole, { role: role ?? 'all', request: request.id }, down);
    const prepared = await prepare({ inventory, playbook: 'restart', change }, edges);
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

function continued(begun: UnfinishedCommand): string {
  return `goes on with the restart that was begun on ${inMinutes(begun)}: whoever was restarted then is not again (--anew: all)`;
}
