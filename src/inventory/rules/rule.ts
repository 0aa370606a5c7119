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

/** Returns each duplicate, paired with the first item that has the same key. */
export function duplicates<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, T])[] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    const earlier = first.get(key);
    if (earlier !== undefined) return [[item, earlier] as const];
    first.set(key, item);
    return [];
  });
}
