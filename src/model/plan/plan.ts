import { isAbout, type Change } from '../change.ts';
import type { GateCheck } from '../health/gate.ts';
import type { HostName, PhaseId, PlatformName, Role, Service } from '../names.ts';
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
  /**
   * Order of the lanes (a lane: the steps of this phase on one host): all at once, as listed, or with the current
   * leader last.
   */
  readonly order: 'parallel' | 'serial' | 'leader-last';
  readonly lanes: readonly Lane[];
  readonly gates: readonly GateCheck[];
}

interface QueriedMember extends Expected {
  readonly probes: Probes;
}

export interface QueriedHost {
  readonly host: HostName;
  readonly probes: Probes;
}

/** Queries every member of a service about itself and the other members. */
export interface MembershipQuery {
  readonly service: Service;
  readonly members: readonly QueriedMember[];
}

export interface Plan {
  readonly playbook: string;
  readonly cluster: string;
  readonly platform: PlatformName;
  readonly change: Change;
  /** Hosts to connect to, without lost hosts and without hosts that are down (`--down`). */
  readonly hosts: readonly HostName[];
  readonly phases: readonly PhasePlan[];
  readonly memberships: readonly MembershipQuery[];
  /** Hosts declared lost that no other member would report as running, with a query of their status. */
  readonly declaredLost: readonly (QueriedHost & { readonly role: Role })[];
  /**
   * Gates that decide whether a step is skipped, or that must pass before an operation. Each step adds its own
   * arguments.
   */
  readonly guards: readonly GateCheck[];
  /** Lines for the operator after a deploy (the CLI profile of the operator's machine); no secrets. */
  readonly closing: readonly string[];
}

/** Hosts that the command can run without (`--down`). A deploy needs every host. */
export function hostsThatMayBeDown({ change, hosts }: Plan): readonly HostName[] {
  return change.kind === 'deploy' ? [] : hosts.filter((host) => !isAbout(change, host));
}
