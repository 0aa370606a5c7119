import type { Finding } from '../problems.ts';
import type { RawInventory } from '../schema/raw.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { Path } from '../yaml/source.ts';

/** What a rule looks at: what was written, and what it means. */
export interface Seen extends Omit<Resolved, 'findings' | 'logins'> {
  readonly raw: RawInventory;
  /** Where something was left out because it is wrong or missing. */
  readonly dropped: readonly Path[];
}

export type Rule = (seen: Seen) => readonly Finding[];
