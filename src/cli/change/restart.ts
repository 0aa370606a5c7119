import { EXIT } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import type { RestartNote } from '../../model/stored-formats.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { ChangeWork } from '../arguments/command.ts';
import { reviewOf, showPlan } from '../run/review.ts';
import { conductRun } from '../run/conduct-run.ts';
import { prepareChange } from './change-members.ts';
import { formatMinute } from './unfinished-command.ts';
import { readCluster } from './listed-host.ts';
import { resolveRestart } from './resolve-change.ts';
import { deleteRequest, openRequest, storeRequest } from './restart-request.ts';

/**
 * Restarts the members one at a time. An unfinished restart is resumed, so that no member is restarted twice; a restart
 * that is refused before its first step leaves nothing to resume.
 */
export const restart: ChangeWork<'restart'> = async (call, edges) => {
  const { requested, args } = call;
  const load = async () => {
    const { name } = await readCluster(args.inventory, edges);
    const scope = { inventory: args.inventory, cluster: name, scope: requested.role };
    const request = await openRequest(scope, { ...requested, now: edges.clock.now() });
    const change = (cluster: Cluster) => resolveRestart(requested, cluster, request.id);
    const prepared = await prepareChange({ ...call, inventory: args.inventory, change }, edges);
    const warnings = request.resumed ? [resuming(request), ...prepared.warnings] : prepared.warnings;
    return { ...prepared, warnings, scope, request };
  };
  if (args.dryRun) return showPlan(call, load, edges);
  const { exitCode, prepared, anyStepStarted } = await conductRun(
    {
      ...call,
      load,
      review: reviewOf({ ...call, kind: 'restart' }, edges),
      work: async ({ plan, scope, request }, env) => {
        await storeRequest(scope, request);
        return execute(plan, env);
      },
    },
    edges,
  );
  const { scope, request } = prepared;
  const nothingToResume = !anyStepStarted && !request.resumed;
  if (exitCode === EXIT.done || nothingToResume) await deleteRequest(scope);
  return exitCode;
};

function resuming(note: RestartNote): string {
  return `resuming the restart started on ${formatMinute(note)}; members that it has restarted are skipped (--from-start: restart all)`;
}
