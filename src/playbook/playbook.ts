import type { GateName, PhaseId, Role } from '../model/names.ts';

/** `broker[first]`, `broker[rest]`, `database`, `all`, `target`. */
export type Selector =
  | { readonly kind: 'all' }
  | { readonly kind: 'target' }
  | { readonly kind: 'role'; readonly role: Role; readonly which: 'all' | 'first' | 'rest' };

/** Which phase, on which hosts, in which order, behind which gates, after which phases. Nothing else. */
export interface PlaybookPhase {
  readonly id: PhaseId;
  /** The name of a phase file; the id unless given. */
  readonly phase: string;
  readonly on: readonly Selector[];
  readonly order: 'parallel' | 'serial' | 'leader-last';
  readonly gates: readonly GateName[];
  /** Default: the phase above. */
  readonly after: readonly PhaseId[];
}

export interface Playbook {
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly string[];
  readonly phases: readonly PlaybookPhase[];
}
