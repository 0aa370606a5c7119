import type { InventoryFinding } from '../problems.ts';
import type { RawInventory } from '../schema/raw.ts';
import type { ResolvedInventory } from '../resolve/resolve.ts';
import type { YamlPath } from '../yaml/source.ts';

/** An inventory as it was written and as it was resolved. */
export interface RuleInput extends Omit<ResolvedInventory, 'findings' | 'hostPasswords'> {
  readonly raw: RawInventory;
  /** Paths that were left out because they are invalid or missing. */
  readonly dropped: readonly YamlPath[];
}

export type Rule = (input: RuleInput) => readonly InventoryFinding[];
