import { EXIT } from '../../errors/errors.ts';
import type { Change } from '../../model/change.ts';
import type { Cluster } from '../../model/cluster.ts';
import { buildPlan } from '../../plan/build/build-plan.ts';
import { checkDownOfAddition } from '../../plan/build/named-change.ts';
import type { ChangeWork } from '../arguments/command.ts';
import type { Edges } from '../program-environment.ts';
import { conductRun } from '../run/conduct-run.ts';
import { loadLocalFiles } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import { checkUnlisting, clusterIfValid, listHost, readCluster, unlistHost } from './listed-host.ts';
import { reportEarlierRemoval } from './removed-before.ts';
import { deleteFormerAddresses, writeReplacementAddress } from './replacement-address.ts';
import { resolveChange, resolveReplacement } from './resolve-change.ts';

/** Lists the host in the inventory if it is not listed, then makes it a member. */
export const addMember: ChangeWork<'add'> = async (call, edges) => {
  const { requested, args } = call;
  const host = { ...requested, inventory: args.inventory };
  const load = async () => {
    if (requested.down.length > 0)
      checkDownOfAddition(await readCluster(args.inventory, edges), requested.name, requested.down);
    const newlyListed = await listHost(host, edges);
    const change = (cluster: Cluster) => resolveChange(requested, cluster);
    return { ...(await prepareChange({ ...call, inventory: args.inventory, change }, edges)), newlyListed };
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
  const listed = await clusterIfValid(args.inventory, edges);
  if (listed && (await reportEarlierRemoval({ ...call, name: requested.name }, listed, edges)))
    return EXIT.done;
  const load = async () => {
    // Check the name before loading certificates and secrets, because later errors may only follow from a wrong name.
    const change = (cluster: Cluster) => resolveChange(requested, cluster);
    change(await readCluster(args.inventory, edges));
    const prepared = await prepareChange({ ...call, inventory: args.inventory, change }, edges);
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
    const change = (edited: Cluster) => resolveReplacement(requested, edited, former);
    const playbook = call.playbook[former[0].role];
    return { ...(await prepareChange({ inventory: args.inventory, playbook, change }, edges)), cluster };
  };
  const { exitCode, prepared } = await conductRun({ ...call, load }, edges);
  if (exitCode === EXIT.done) await deleteFormerAddresses(replaced, prepared.cluster);
  return exitCode;
};

/** Reinitializes a standby: discards its data and copies the leader's. */
export const reinitDatabase: ChangeWork<'reinit'> = async (call, edges) => {
  const change = (cluster: Cluster) => resolveChange(call.requested, cluster);
  const load = () => prepareChange({ ...call, inventory: call.args.inventory, change }, edges);
  return (await conductRun({ ...call, load }, edges)).exitCode;
};

interface PlannedChange {
  readonly inventory: string;
  /** Name of the built-in playbook. */
  readonly playbook: string;
  /** @throws UsageError */
  readonly change: (cluster: Cluster) => Change;
}

/**
 * Loads everything that the run of a change needs, and plans the change.
 * @throws UsageError as `loadLocalFiles`, `change` and `buildPlan`
 */
export async function prepareChange(
  { inventory, playbook, change }: PlannedChange,
  edges: Edges,
): Promise<Prepared> {
  const loading = { inventory, playbook: { builtIn: playbook }, allowBelowMinimum: true };
  const files = await loadLocalFiles(loading, edges);
  const { cluster } = files.inventory;
  return { ...files, plan: buildPlan({ ...files, cluster, change: change(cluster) }) };
}
