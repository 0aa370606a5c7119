import { inSlices } from '../../clock/in-slices.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import type { InventoryFiles } from '../../inventory/load.ts';
import type { Change } from '../../model/change.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import { planInSlices } from '../../plan/build/build-plan.ts';
import { checkDownOfAddition } from '../../plan/build/named-change.ts';
import type { ChangeWork } from '../arguments/command.ts';
import { writeIssued } from '../certificates/issue-missing.ts';
import type { Edges } from '../program-environment.ts';
import { reviewOf, showPlan } from '../run/review.ts';
import { conductRun, type Review } from '../run/conduct-run.ts';
import { loadLocalFiles } from '../run/prepare.ts';
import type { Prepared } from '../run/prepare.ts';
import {
  checkUnlisting,
  clusterIfValid,
  listingOf,
  readCluster,
  unlistHost,
  writeListing,
} from './listed-host.ts';
import { reportEarlierRemoval } from './removed-before.ts';
import {
  deleteFormerAddresses,
  replacementOf,
  writeReplacementAddress,
  type FormerHost,
} from './replacement-address.ts';
import { replacementPlaybook, resolveChange, resolveReplacement } from './resolve-change.ts';

/** Lists the host in the inventory if it is not listed, then makes it a member. */
export const addMember: ChangeWork<'add'> = async (call, edges) => {
  const { requested, args } = call;
  const host = { ...requested, inventory: args.inventory };
  const list = async () => {
    if (requested.down.length > 0)
      checkDownOfAddition(await readCluster(args.inventory, edges), requested.name, requested.down);
    return listingOf(host, edges);
  };
  const change = (cluster: Cluster) => resolveChange(requested, cluster);
  const prepareWith = (edits: Pick<PlannedChange, 'files'>) =>
    prepareChange({ ...call, ...edits, inventory: args.inventory, change, certify: requested.name }, edges);
  if (args.dryRun) return showPlan(call, async () => prepareWith(await list()), edges);
  let newlyListed = false;
  const load = async () => {
    const { edit } = await list();
    if (edit) await writeListing(host, edit, edges);
    newlyListed = edit !== undefined;
    return prepareWith({});
  };
  const asking = undoing(reviewOf({ ...call, kind: 'add' }, edges), async () => {
    if (newlyListed) await unlistHost(host, edges);
  });
  const review = writingCertificates(asking, edges);
  const { exitCode, anyStepStarted } = await conductRun({ ...call, load, review }, edges);
  // Other commands would expect a listed host among the members. After the first step, it may already be a member.
  if (exitCode === EXIT.refused && newlyListed && !anyStepStarted) await unlistHost(host, edges);
  return exitCode;
};

/** Undoes the edit of the inventory if the run is refused, or if the operator does not agree to it. */
function undoing(review: Review, undo: () => Promise<void>): Review {
  const agree: Review['agree'] = async (prepared, access) => {
    const agreed = await review.agree(prepared, access).catch(async (error: unknown) => {
      await undo();
      throw error;
    });
    if (!agreed) await undo();
    return agreed;
  };
  return { ...review, agree };
}

/** Writes the certificates that the run issues once the operator agrees. A killed command issues the rest when repeated. */
function writingCertificates(review: Review, { io }: Edges): Review {
  const agree: Review['agree'] = async (prepared, access) => {
    if (!(await review.agree(prepared, access))) return false;
    for (const certificate of prepared.unwritten) {
      await writeIssued(certificate);
      io.stderr.write(`${prepared.inventory.tlsDirectory}: issued ${certificate.file}\n`);
    }
    return true;
  };
  return { ...review, agree };
}

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
    await checkUnlisting(host, edges);
    return prepared;
  };
  if (args.dryRun) return showPlan(call, load, edges);
  const review = reviewOf({ ...call, kind: 'remove' }, edges);
  const { exitCode } = await conductRun({ ...call, load, review }, edges);
  if (exitCode === EXIT.done) await unlistHost(host, edges);
  return exitCode;
};

/**
 * Replaces a machine under the names of its hosts: the other members remove the former hosts, then their replacements
 * join.
 */
export const replaceHost: ChangeWork<'replace'> = async (call, edges) => {
  const { requested, args } = call;
  const replaced = { ...requested, inventory: args.inventory };
  const prepareWith = async ({ former, hosts }: FormerHost, edits: Pick<PlannedChange, 'files'>) => {
    const change = (edited: Cluster) => resolveReplacement(requested, edited, former);
    const playbook = replacementPlaybook(call.playbook, hosts);
    return prepareChange({ inventory: args.inventory, playbook, change, ...edits }, edges);
  };
  const plan = async () => {
    const replacement = await replacementOf(replaced, edges);
    if (replacement.edit?.problem) throw new UsageError([replacement.edit.problem]);
    return prepareWith(replacement, { files: replacement.edit?.edited.files });
  };
  if (args.dryRun) return showPlan(call, plan, edges);
  let undo: () => Promise<void> = async () => undefined;
  const load = async () => {
    const replacement = await replacementOf(replaced, edges);
    undo = await writeReplacementAddress(replaced, replacement, edges);
    return { ...(await prepareWith(replacement, {})), cluster: replacement.cluster };
  };
  const review = undoing(reviewOf({ ...call, kind: 'replace' }, edges), () => undo());
  const { exitCode, prepared } = await conductRun({ ...call, load, review }, edges);
  if (exitCode === EXIT.done) await deleteFormerAddresses(replaced, prepared.cluster);
  return exitCode;
};

/** Reinitializes a standby: discards its data and copies the leader's. */
export const reinitDatabase: ChangeWork<'reinit'> = (call, edges) => changeMembers(call, edges);

/** Applies changed settings, and restarts the members that need it. Repeated, it finishes a run that was killed. */
export const reconfigure: ChangeWork<'reconfigure'> = (call, edges) => changeMembers(call, edges);

/** Carries out a change that edits no file. */
async function changeMembers(
  call: Parameters<ChangeWork<'reinit' | 'reconfigure'>>[0],
  edges: Edges,
): Promise<number> {
  const { requested, args } = call;
  const change = (cluster: Cluster) => resolveChange(requested, cluster);
  const load = () => prepareChange({ ...call, inventory: args.inventory, change }, edges);
  if (args.dryRun) return showPlan(call, load, edges);
  const review = reviewOf({ ...call, kind: requested.kind }, edges);
  return (await conductRun({ ...call, load, review }, edges)).exitCode;
}

interface PlannedChange {
  readonly inventory: string;
  /** Texts of the inventory, if the files do not have them yet. */
  readonly files?: InventoryFiles | undefined;
  /** Name of the built-in playbook. */
  readonly playbook: string;
  /** @throws UsageError */
  readonly change: (cluster: Cluster) => Change;
  /** Host whose missing certificates the run issues. */
  readonly certify?: HostName | undefined;
  /** True for a rehearsal, which does not connect to the hosts. */
  readonly offline?: boolean;
}

/**
 * Loads everything that the run of a change needs, and plans the change.
 * @throws UsageError as `loadLocalFiles`, `change` and `buildPlan`
 */
export async function prepareChange(
  { inventory, files: texts, playbook, change, certify, offline }: PlannedChange,
  edges: Edges,
): Promise<Prepared> {
  const loading = {
    inventory,
    files: texts,
    playbook: { builtIn: playbook },
    allowBelowMinimum: true,
    certify,
    offline,
  };
  const files = await loadLocalFiles(loading, edges);
  const { cluster } = files.inventory;
  const plan = await inSlices(planInSlices({ ...files, cluster, change: change(cluster) }), edges.clock);
  return { ...files, plan };
}
