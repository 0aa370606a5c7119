import { downHosts, keptMembers } from '../model/change.ts';
import type { Change, Clusters, MemberToRemove } from '../model/change.ts';
import type { Host } from '../model/cluster.ts';
import type { Material } from '../model/material.ts';
import type { Digest, GateName, PhaseId, Role } from '../model/names.ts';
import type { Lane } from '../model/plan/plan.ts';

/** The input of a phase: the change, and the members before and after it. */
export interface PhaseInput extends Clusters {
  /** The phase's id in the playbook: the first part of every step id. */
  readonly phase: PhaseId;
  readonly change: Change;
  readonly material: Material;
  /** The hosts that the playbook selects and that are up, in the order of the inventory. */
  readonly hosts: readonly Host[];
  /** Returns the keyed digest of a setting's value. For a secret, it is the digest of the revealed value. */
  readonly digest: (value: unknown) => Digest;
}

/** The members of a role that the change removes or replaces. */
export function removedMembers({ leaving }: PhaseInput, role: Role): readonly MemberToRemove[] {
  return leaving.filter(({ host }) => host.role === role);
}

/** The members of a role that the change keeps. */
export function keptMembersOf(input: PhaseInput, role: Role): readonly Host[] {
  return keptMembers(input).filter((host) => host.role === role);
}

/** True for a host that the change adds, or that replaces a member. */
export function isJoining({ joining }: PhaseInput, { name }: Host): boolean {
  return joining.some((host) => host.name === name);
}

/** Hosts that are not down. */
export function upHosts({ change }: PhaseInput, hosts: readonly Host[]): readonly Host[] {
  const down = downHosts(change);
  return hosts.filter(({ name }) => !down.includes(name));
}

/**
 * The steps of one kind for the hosts that the playbook selects. Pure: the same input gives the same lanes, each with the
 * steps of one host in order.
 */
export interface Phase {
  readonly title: string;
  /** Gates that must pass before this phase may start, wherever the playbook lists it. */
  readonly needs: readonly GateName[];
  /** Phases (by their name in playbooks) that must run on the same hosts before this phase. */
  readonly follows: readonly string[];
  lanes(input: PhaseInput): Iterable<Lane>;
}
