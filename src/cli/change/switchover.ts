import { EXIT } from '../../errors/errors.ts';
import { execute } from '../../execute/execute.ts';
import { NOTE } from '../../model/stored-formats.ts';
import type { SwitchoverNote } from '../../model/stored-formats.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { ChangeWork } from '../arguments/command.ts';
import { reviewOf, showPlan } from '../run/review.ts';
import { conductRun } from '../run/conduct-run.ts';
import { prepareChange } from './change-members.ts';
import {
  deleteUnfinishedFile,
  formatMinute,
  readUnfinishedCommand,
  writeUnfinishedFile,
} from './unfinished-command.ts';
import { readCluster } from './listed-host.ts';
import { resolveSwitchover } from './resolve-change.ts';

/**
 * Makes a given database, or a synchronous standby, the leader. A switchover without a candidate is resumed if it was not
 * finished, so that leadership does not return to the original leader.
 */
export const switchover: ChangeWork<'switchover'> = async (call, edges) => {
  const { requested, args } = call;
  const { clock } = edges;
  const load = async () => {
    const noteOf = { inventory: args.inventory, cluster: (await readCluster(args.inventory, edges)).name };
    const unfinished =
      requested.to === 'sync-standby'
        ? await readUnfinishedCommand<SwitchoverNote>(noteOf, NOTE.switchover, clock.now())
        : undefined;
    const onlyFrom = unfinished ? { host: unfinished.leader } : 'any-leader';
    const change = (cluster: Cluster) => resolveSwitchover(requested, cluster, onlyFrom);
    const prepared = await prepareChange({ ...call, inventory: args.inventory, change }, edges);
    const warnings = unfinished ? [resuming(unfinished), ...prepared.warnings] : prepared.warnings;
    return { ...prepared, warnings, noteOf };
  };
  if (args.dryRun) return showPlan(call, load, edges);
  const { exitCode, prepared } = await conductRun(
    {
      ...call,
      load,
      review: reviewOf({ ...call, kind: 'switchover' }, edges),
      work: ({ plan, noteOf }, env) =>
        execute(plan, {
          ...env,
          onSwitchover: (leader) => {
            const note: SwitchoverNote = { leader, startedAt: clock.now() };
            return writeUnfinishedFile(noteOf, NOTE.switchover, note);
          },
        }),
    },
    edges,
  );
  if (exitCode === EXIT.done) await deleteUnfinishedFile(prepared.noteOf, NOTE.switchover);
  return exitCode;
};

function resuming(note: SwitchoverNote): string {
  const { leader } = note;
  return `resuming the switchover started on ${formatMinute(note)}: ${leader} was the leader then, and steps down only if it is still the leader`;
}
