import type { InventoryFinding } from '../problems.ts';
import type { RawInventory } from '../schema/raw.ts';
import type { ResolvedInventory } from '../resolve/resolve.ts';
import type { YamlPath } from '../yaml/source.ts';

/** What a rule looks at: what was written, and what it means. */
export interface RuleInput extends Omit<ResolvedInventory, 'findings' | 'hostPasswords'> {
  readonly raw: RawInventory;
  /** Where something was left out because it is wrong or missing. */
  readonly dropped: readonly YamlPath[];
}

export type Rule = (seen: RuleInput) => readonly InventoryFinding[];
