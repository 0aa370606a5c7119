import type { GateCheck } from '../health/gate.ts';
import type { HostName, PhaseId, Role, Service } from '../names.ts';
import type { Expected } from '../health/membership.ts';
import type { Step } from './step.ts';
import type { Probes } from '../health/gate.ts';

export interface Lane {
  readonly host: HostName;
  readonly steps: readonly Step[];
}

export interface PhasePlan {
  readonly id: PhaseId;
  readonly title: string;
  readonly after: readonly PhaseId[];
  /** Lanes: together, in the order given, or in an order that keeps the live leader for last. */
  readonly order: 'parallel' | 'serial' | 'leader-last';
  readonly lanes: readonly Lane[];
  readonly gates: readonly GateCheck[];
}

export interface QueriedMember extends Expected {
  readonly probes: Probes;
}

export interface QueriedHost {
  readonly host: HostName;
  readonly probes: Probes;
}

/** How to ask every member of a service what it says of itself and of the others. */
export interface MembershipQuery {
  readonly service: Service;
  readonly members: readonly QueriedMember[];
}

export interface Plan {
  readonly playbook: string;
  readonly cluster: string;
  /** Those that are connected to: not a host that is gone. */
  readonly hosts: readonly HostName[];
  /** Those that may be named as dead instead, where the command can do without others (`--down`). */
  readonly mayBeDown?: readonly HostName[];
  readonly phases: readonly PhasePlan[];
  readonly memberships: readonly MembershipQuery[];
  /** Whom no other member would see at work, were they not gone as it is said; with their `status`. */
  readonly declaredLost?: readonly (QueriedHost & { readonly role: Role })[];
  /** Gates that steps name as their guards, by gate; each step has arguments of its own. */
  readonly guards: readonly GateCheck[];
  /** Lines for the operator when all is done (the laptop's own CLI profile); no secrets. */
  readonly closing: readonly string[];
}
