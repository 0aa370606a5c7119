import type { Cluster } from '../model/cluster.ts';
import type { Answers, GateArgs, GateCheck, Timing, Verdict } from '../model/health/gate.ts';
import type { Material } from '../model/material.ts';
import type { AbsolutePath, Service } from '../model/names.ts';

/** Cluster-wide health that must hold before what needs it. Pure: whom it asks what, and what the answers mean. */
export interface Gate {
  readonly title: string;
  readonly timing: Timing;
  /** The service that counts as founded once this gate has passed. */
  readonly bootstraps?: Service;
  /** What explains its failure on a host whose service has no log of its own yet. */
  readonly log?: AbsolutePath;
  asks(cluster: Cluster, material: Material): { readonly asks: GateCheck['asks']; readonly args: GateArgs };
  judge(answers: Answers, args: GateArgs): Verdict;
}
