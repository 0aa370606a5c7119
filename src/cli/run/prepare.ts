import { UsageError } from '../../errors/errors.ts';
import { problemsOf, together } from '../../errors/together.ts';
import { GATES } from '../../registry/gates.ts';
import { readInventoryFile } from '../../inventory/load.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { localFileProblems } from '../../material/local-file-problems.ts';
import { loadMaterial, allSecrets } from '../../material/load.ts';
import { withHostPasswords } from '../../material/host-passwords.ts';
import type { Material } from '../../model/material.ts';
import type { Change } from '../../model/change.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { PHASES } from '../../registry/phases.ts';
import { buildPlan } from '../../plan/build/build-plan.ts';
import { DEPLOY } from '../../plan/build/named-change.ts';
import { loadPlaybook } from '../../playbook/load.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { redactor } from '../../secrets/redact.ts';
import { removeStaleScratchFiles } from '../../secrets/files/scratch.ts';
import type { Edges } from '../arguments/command.ts';
import { ownPlaybook, playbookNamed } from '../package-root.ts';
import { unlock } from '../terminal/prompt.ts';

interface PrepareArgs {
  readonly inventory: string;
  readonly playbook?: string | undefined;
  /** Unless given: deploy. @throws UsageError */
  readonly change?: (cluster: Cluster) => Change;
}

/** What every command begins with: all that the laptop has to say. No host has been asked. */
export interface Prepared {
  readonly inventory: Inventory;
  readonly material: Material;
  readonly plan: Plan;
  /** What is accepted in the inventory and beside it, and better mended. */
  readonly warnings: readonly string[];
}

/**
 * From here on the mask knows the secrets.
 * @throws UsageError with all problems of the inventory, then of what lies beside it, then of the playbook
 */
export async function prepare(args: PrepareArgs, edges: Edges): Promise<Prepared> {
  const { io, clock, mask } = edges;
  await removeStaleScratchFiles();
  const read = await readSound(args, edges);
  const logged = withHostPasswords(read, io.env);
  // A program that prints a password may ask on this terminal too: one after the other.
  await problemsOf(logged);
  const [inventory, { material, warnings }, playbook] = await together([
    logged,
    loadMaterial(read, { ...unlock(io), now: clock.now() }),
    playbookOf(args),
  ]);
  mask.learn(redactor(allSecrets(inventory, material)));
  const { cluster } = inventory;
  const plan = buildPlan({ playbook, material, cluster, change: args.change?.(cluster) ?? DEPLOY });
  return { inventory, material, plan, warnings: [...cluster.warnings, ...warnings] };
}

/** The inventory. @throws UsageError with what is wrong with it, and with what else would be told once that is mended */
async function readSound(args: PrepareArgs, { io, clock }: Edges): Promise<Inventory> {
  const {
    inventory,
    problems,
    partial: legible,
  } = await readInventoryFile(args.inventory, io.env, args.change !== undefined);
  if (inventory) return inventory;
  const beside = legible ? await localFileProblems(legible, { env: io.env, now: clock.now() }) : [];
  throw new UsageError([...problems, ...beside, ...(await problemsOf(playbookOf(args)))]);
}

/** The playbook of that name or path; the one of `deploy` unless given. @throws UsageError */
export async function playbookOf({ playbook }: Pick<PrepareArgs, 'playbook'>): Promise<Playbook> {
  const vocabulary = { phases: Object.keys(PHASES), gates: Object.keys(GATES) };
  const path = playbook === undefined ? ownPlaybook('deploy') : playbookNamed(playbook);
  return loadPlaybook(path, vocabulary);
}
