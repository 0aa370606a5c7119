import type { Finding } from './problems.ts';
import type { RawInventory } from './raw.ts';
import type { Resolved } from './resolve.ts';

/** What a rule looks at: what was written, and what it means. */
export interface Seen extends Omit<Resolved, 'findings' | 'logins'> {
  readonly raw: RawInventory;
}

export type Rule = (seen: Seen) => readonly Finding[];
