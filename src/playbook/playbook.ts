import type { GateName, PhaseId, Role } from '../model/names.ts';

/** The hosts of a role: all, the first, all but the first, or those that the command's arguments name. */
export type Which = 'all' | 'first' | 'rest' | 'target';

/** Selects hosts: `broker[first]`, `broker[rest]`, `broker[target]`, `database`, `all`, `target`. */
export type Selector =
  | { readonly kind: 'all' }
  | { readonly kind: 'target' }
  | { readonly kind: 'role'; readonly role: Role; readonly which: Which };

/** One entry of a playbook. */
export interface PlaybookPhase {
  readonly id: PhaseId;
  /** The name of a phase file (default: the id). */
  readonly phase: string;
  readonly on: readonly Selector[];
  readonly order: 'parallel' | 'serial' | 'leader-last';
  /** Gates that must pass at the end of the phase. */
  readonly gates: readonly GateName[];
  /** Phases that must be finished before this phase starts (default: the previous phase). */
  readonly after: readonly PhaseId[];
}

export interface Playbook {
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly string[];
  readonly phases: readonly PlaybookPhase[];
}
