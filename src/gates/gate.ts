import type { Cluster } from '../model/cluster.ts';
import type { Answers, GateArgs, GateCheck, Timing, Verdict } from '../model/gate.ts';
import type { Material } from '../model/material.ts';
import type { Service } from '../model/names.ts';

/** Cluster-wide health that must hold before what needs it. Pure: whom it asks what, and what the answers mean. */
export interface Gate {
  readonly title: string;
  readonly timing: Timing;
  /** The service that counts as founded once this gate has passed. */
  readonly founds?: Service;
  readonly log?: string;
  asks(cluster: Cluster, material: Material): { readonly asks: GateCheck['asks']; readonly args: GateArgs };
  judge(answers: Answers, args: GateArgs): Verdict;
}
