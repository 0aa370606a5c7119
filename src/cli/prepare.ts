import { GATES } from '../gates/registry.ts';
import { loadInventory } from '../inventory/load.ts';
import type { Inventory } from '../inventory/read.ts';
import { loadMaterial, secretsOf } from '../material/load.ts';
import { withLogins } from '../material/logins.ts';
import type { Material } from '../model/material.ts';
import type { Plan } from '../model/plan.ts';
import { PHASES } from '../phases/registry.ts';
import { buildPlan } from '../plan/build.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { redactor } from '../secrets/redact.ts';
import { sweepScratches } from '../secrets/scratch.ts';
import type { Edges } from './command.ts';
import { ownPlaybook } from './package-root.ts';
import { unlock } from './prompt.ts';

/** What every command begins with: all that the laptop has to say. No host has been asked. */
export interface Prepared {
  readonly inventory: Inventory;
  readonly material: Material;
  readonly plan: Plan;
  /** What is accepted in the inventory and beside it, and better mended. */
  readonly warnings: readonly string[];
}

/** From here on the mask knows the secrets. @throws UsageError with all problems of the inventory, then of what lies beside it, then of the playbook */
export async function prepare(
  args: { readonly inventory: string; readonly playbook?: string | undefined },
  { io, clock, mask }: Edges,
): Promise<Prepared> {
  await sweepScratches();
  const inventory = await withLogins(await loadInventory(args.inventory, io.env), io.env);
  const { material, warnings } = await loadMaterial(inventory, { ...unlock(io), now: clock.now() });
  mask.learn(redactor(secretsOf(inventory, material)));
  const vocabulary = { phases: Object.keys(PHASES), gates: Object.keys(GATES) };
  const playbook = await loadPlaybook(args.playbook ?? ownPlaybook('deploy'), vocabulary);
  const { cluster } = inventory;
  const plan = buildPlan({ playbook, now: cluster, next: cluster, material });
  return { inventory, material, plan, warnings: [...cluster.warnings, ...warnings] };
}
