import type { Cluster, Host } from '../model/cluster.ts';
import type { Material } from '../model/material.ts';
import type { Digest, GateName } from '../model/names.ts';
import type { Lane } from '../model/plan.ts';

/** What a phase is given. `now` lacks a host that is being added, `next` one that is being removed. */
export interface PhaseInput {
  readonly now: Cluster;
  readonly next: Cluster;
  readonly material: Material;
  /** The hosts that the playbook selected, in the order of the inventory. */
  readonly hosts: readonly Host[];
  /** Keyed digest of a setting's value (secrets are revealed into it). */
  readonly digest: (value: unknown) => Digest;
}

/** What happens on a role's hosts. Pure: the same input gives the same lanes. */
export interface Phase {
  readonly title: string;
  /** Gates that must be reached before this phase may begin, wherever the playbook puts it. */
  readonly needs: readonly GateName[];
  lanes(input: PhaseInput): readonly Lane[];
}
