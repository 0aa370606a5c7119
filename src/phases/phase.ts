import type { Cluster, Host } from '../model/cluster.ts';
import type { Material } from '../model/material.ts';
import type { Digest, GateName, HostName, PhaseId } from '../model/names.ts';
import type { Lane } from '../model/plan/plan.ts';

/** A host that is to be no member any more. */
export interface Leaving {
  readonly host: Host;
  /** It is dead or not reachable: nothing is asked of it. */
  readonly gone: boolean;
}

/** What a phase is given. `now` lacks a host that is being added, `next` one that is being removed. */
export interface PhaseInput {
  /** The playbook's id for it: the first part of every step id. */
  readonly phase: PhaseId;
  readonly now: Cluster;
  readonly next: Cluster;
  readonly material: Material;
  /** The hosts that the playbook selected, in the order of the inventory. */
  readonly hosts: readonly Host[];
  /** The hosts of `next` that the command's parameters name; empty where it names none. */
  readonly targets: readonly Host[];
  /** Tells one request to restart from the next; absent where the command is none. */
  readonly request?: string;
  /** Who led when a hand-over was asked for: who leads by now may have it from that. Absent: whoever leads. */
  readonly led?: HostName;
  /** The hosts that leave; they are not among `hosts`. */
  readonly leaving: readonly Leaving[];
  /** Members that are dead too, and stay: nothing is done on them, and nobody is sent to them. */
  readonly down: readonly HostName[];
  /** Keyed digest of a setting's value (secrets are revealed into it). */
  readonly digest: (value: unknown) => Digest;
}

/** What happens on a role's hosts. Pure: the same input gives the same lanes. */
export interface Phase {
  readonly title: string;
  /** Gates that must be reached before this phase may begin, wherever the playbook puts it. */
  readonly needs: readonly GateName[];
  /** Phases (by the name of their file) that must have run on the same hosts before. */
  readonly follows: readonly string[];
  lanes(input: PhaseInput): readonly Lane[];
}
