import { EXIT } from '../../errors/errors.ts';
import { buildPlan } from '../../plan/build/build-plan.ts';
import { checkDownOfAddition } from '../../plan/build/named-change.ts';
import type { ChangeCall, ChangeWork } from '../arguments/command.ts';
import type { Edges } from '../edges.ts';
import { conductRun } from '../run/conduct-run.ts';
import { loadLocalFiles } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { checkUnlisting, listHost, readCluster, unlistHost } from './listed-host.ts';
import { deleteFormerAddresses, writeReplacementAddress } from './replacement-address.ts';
import type { ChangeKind } from './requested-change.ts';
import { playbookForRole, resolveChange } from './resolve-change.ts';
import type { Remembered } from './resolve-change.ts';

/** Lists the host in the inventory if it is not listed, then makes it a member. */
export const addMember: ChangeWork<'add'> = async (call, edges) => {
  const { requested, args } = call;
  const host = { ...requested, inventory: args.inventory };
  const load = async () => {
    if (requested.down.length > 0)
      checkDownOfAddition(await readCluster(args.inventory, edges), requested.name, requested.down);
    const newlyListed = await listHost(host, edges);
    return { ...(await prepareChange(call, {}, edges)), newlyListed };
  };
  const { exitCode, prepared, anyStepStarted } = await conductRun({ ...call, load }, edges);
  // Other commands would expect a listed host among the members. After the first step, it may already be a member.
  if (exitCode === EXIT.refused && prepared.newlyListed && !anyStepStarted) await unlistHost(host, edges);
  return exitCode;
};

/** Removes the member from the cluster, then the host from the inventory. */
export const removeMember: ChangeWork<'remove'> = async (call, edges) => {
  const { requested, args } = call;
  const host = { inventory: args.inventory, name: requested.name };
  const load = async () => {
    // Check the name before loading certificates and secrets, because later errors may only follow from a wrong name.
    resolveChange(requested, await readCluster(args.inventory, edges));
    const prepared = await prepareChange(call, {}, edges);
    await checkUnlisting(host);
    return prepared;
  };
  const { exitCode } = await conductRun({ ...call, load }, edges);
  if (exitCode === EXIT.done) await unlistHost(host, edges);
  return exitCode;
};

/** Replaces a host under its name: the other members remove the former host, then its replacement joins. */
export const replaceHost: ChangeWork<'replace'> = async (call, edges) => {
  const { requested, args } = call;
  const replaced = { ...requested, inventory: args.inventory };
  const load = async () => {
    const { former, cluster } = await writeReplacementAddress(replaced, edges);
    return { ...(await prepareChange(call, { former }, edges)), cluster };
  };
  const { exitCode, prepared } = await conductRun({ ...call, load }, edges);
  if (exitCode === EXIT.done) await deleteFormerAddresses(replaced, prepared.cluster);
  return exitCode;
};

/** Reinitializes a standby: discards its data and copies the leader's. */
export const reinitDatabase: ChangeWork<'reinit'> = async (call, edges) => {
  const load = () => prepareChange(call, {}, edges);
  return (await conductRun({ ...call, load }, edges)).exitCode;
};

/**
 * Loads everything that the run of a change needs, and plans the change.
 * @throws UsageError as `loadLocalFiles`, `resolveChange` and `buildPlan`
 */
export async function prepareChange<K extends ChangeKind>(
  { requested, playbook, args }: ChangeCall<K>,
  remembered: Remembered,
  edges: Edges,
): Promise<Prepared> {
  const [former] = remembered.former ?? [];
  const files = await loadLocalFiles(
    {
      inventory: args.inventory,
      playbook: playbookForRole(playbook, former?.role),
      allowBelowMinimum: true,
    },
    edges,
  );
  const { cluster } = files.inventory;
  const change = resolveChange(requested, cluster, remembered);
  return { ...files, plan: buildPlan({ ...files, cluster, change }) };
}
