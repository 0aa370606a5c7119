import type { Cluster, Host } from '../model/cluster.ts';
import type { Answers, GateCheck, Probe } from '../model/health/gate.ts';
import type { Material } from '../model/material.ts';
import type { Membership } from '../model/health/membership.ts';
import type { AbsolutePath, Service } from '../model/names.ts';
import type { MembershipQuery } from '../model/plan/plan.ts';

/** Functions of a platform that the plan and the executor need, besides its phases and gates. */
export interface Platform {
  /** Which probes each member of a service answers about itself and the other members. */
  readonly membershipQuery: (service: Service, cluster: Cluster, material: Material) => MembershipQuery;
  /** Interprets the answers to these probes. Never throws: what a member does not report is absent or unreachable. */
  readonly readMembership: (asked: MembershipAnswers) => Membership;
  /** Logs that explain why a gate failed, by host, the most specific first. */
  readonly logsOf: (cluster: Cluster, gate: GateLog) => NonNullable<GateCheck['logs']>;
  /** Reads the status of the service on a host that should be down. */
  readonly statusProbe: (host: Host, material: Material) => Probe;
  /** Commands for the operator's own machine, printed after a successful deploy; no secrets. */
  readonly closingLines: (cluster: Cluster) => readonly string[];
}

export interface MembershipAnswers extends Pick<
  Membership,
  'service' | 'expected' | 'asOf' | 'bootstrapped'
> {
  readonly answers: Answers;
}

interface GateLog {
  readonly asks: GateCheck['asks'];
  readonly log: AbsolutePath;
}
