import { UsageError } from '../../errors/errors.ts';
import { problemsOf, together } from '../../errors/together.ts';
import { readInventoryFile } from '../../inventory/load.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { localFileProblems } from '../../material/local-file-problems.ts';
import { loadMaterial, allSecrets } from '../../material/load.ts';
import { withHostPasswords } from '../../material/host-passwords.ts';
import type { Material } from '../../model/material.ts';
import type { Change } from '../../model/change.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { PLAYBOOK_VOCABULARY } from '../../registry/vocabulary.ts';
import { buildPlan } from '../../plan/build/build-plan.ts';
import { DEPLOY } from '../../plan/build/named-change.ts';
import { loadPlaybook } from '../../playbook/load.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { redactor } from '../../secrets/redact.ts';
import { removeStaleScratchFiles } from '../../secrets/files/scratch.ts';
import type { Edges } from '../edges.ts';
import { builtInPlaybook, playbookPath } from '../package-root.ts';
import { passphraseInput } from '../terminal/prompt.ts';

interface LocalFilesArgs {
  readonly inventory: string;
  /** Path of a playbook, or the name of a built-in one; `deploy` by default. */
  readonly playbook?: string | undefined;
  /** True for a change of a running cluster, which may have too few members until then. */
  readonly allowBelowMinimum: boolean;
}

interface PrepareArgs extends Omit<LocalFilesArgs, 'allowBelowMinimum'> {
  /** A deploy by default. @throws UsageError */
  readonly change?: (cluster: Cluster) => Change;
}

/** The files that a plan is built from. */
interface LocalFiles {
  readonly inventory: Inventory;
  readonly material: Material;
  readonly playbook: Playbook;
  /** Warnings about the inventory and the files that it refers to. */
  readonly warnings: readonly string[];
}

/** Everything that a command loads on this machine before it contacts a host. */
export interface Prepared extends Omit<LocalFiles, 'playbook'> {
  readonly plan: Plan;
}

/** Loads all local files and builds the plan. @throws UsageError as `loadLocalFiles`, or for the change */
export async function prepare(args: PrepareArgs, edges: Edges): Promise<Prepared> {
  const files = await loadLocalFiles({ ...args, allowBelowMinimum: args.change !== undefined }, edges);
  const { cluster } = files.inventory;
  return { ...files, plan: buildPlan({ ...files, cluster, change: args.change?.(cluster) ?? DEPLOY }) };
}

/**
 * Loads inventory, certificates, secrets and playbook, and has the secrets masked in all later output.
 * @throws UsageError with all problems of the inventory, then of its local files, then of the playbook
 */
export async function loadLocalFiles(args: LocalFilesArgs, edges: Edges): Promise<LocalFiles> {
  const { io, clock, mask } = edges;
  await removeStaleScratchFiles();
  const read = await readValidInventory(args, edges);
  const passwords = withHostPasswords(read, io.env);
  // Waits for the host passwords before the other secrets, because commands for both may prompt on the same terminal.
  await problemsOf(passwords);
  const [inventory, { material, warnings }, playbook] = await together([
    passwords,
    loadMaterial(read, { ...passphraseInput(io), now: clock.now() }),
    loadNamedPlaybook(args.playbook),
  ]);
  mask.learn(redactor(allSecrets(inventory, material)));
  return { inventory, material, playbook, warnings: [...inventory.cluster.warnings, ...warnings] };
}

/** @throws UsageError with the problems of the inventory, and with those of its local files and the playbook */
async function readValidInventory(args: LocalFilesArgs, { io, clock }: Edges): Promise<Inventory> {
  const { inventory, problems, partial } = await readInventoryFile(
    args.inventory,
    io.env,
    args.allowBelowMinimum,
  );
  if (inventory) return inventory;
  const ofFiles = partial ? await localFileProblems(partial, { env: io.env, now: clock.now() }) : [];
  throw new UsageError([...problems, ...ofFiles, ...(await problemsOf(loadNamedPlaybook(args.playbook)))]);
}

/** Loads the playbook with this path or built-in name. @throws UsageError */
export async function loadNamedPlaybook(name?: string): Promise<Playbook> {
  return loadPlaybook(
    name === undefined ? builtInPlaybook('deploy') : playbookPath(name),
    PLAYBOOK_VOCABULARY,
  );
}
