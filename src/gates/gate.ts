import type { Cluster } from '../model/cluster.ts';
import type { Answers, GateArgs, GateCheck, Timing, Verdict } from '../model/health/gate.ts';
import type { Material } from '../model/material.ts';
import type { AbsolutePath, Service } from '../model/names.ts';

/** Input of the functions that build probes. */
export interface ProbeInput {
  readonly cluster: Cluster;
  readonly material: Material;
}

/** A condition on the health of the cluster that phases and steps require. Pure: returns queries and judges answers. */
export interface Gate {
  readonly title: string;
  /** The condition under which the gate is ready, for the reference. */
  readonly ready: string;
  readonly timing: Timing;
  /** The service that counts as bootstrapped once this gate has passed. */
  readonly bootstraps?: Service;
  /** Path of the log that is printed if the gate fails and the host's service has no log of its own yet. */
  readonly log?: AbsolutePath;
  queries(
    cluster: Cluster,
    material: Material,
  ): { readonly queries: GateCheck['queries']; readonly args: GateArgs };
  judge(answers: Answers, args: GateArgs): Verdict;
}
