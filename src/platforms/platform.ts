import type { GatePlatform } from '../gates/gate-platform.ts';
import type { RepairNames } from '../gates/known-errors.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Answers, GateCheck } from '../model/health/gate.ts';
import type { Membership } from '../model/health/membership.ts';
import type { AbsolutePath } from '../model/names.ts';

/** Functions of a platform that the plan and the executor need, besides its phases and gates. */
export interface Platform extends GatePlatform, RepairNames {
  /** Interprets the answers to the probes of `membershipQuery`. Never throws: what a member does not report is absent or unreachable. */
  readonly readMembership: (asked: MembershipAnswers) => Membership;
  /** Logs that explain why a gate failed, by host, the most specific first. */
  readonly logsOf: (cluster: Cluster, gate: GateLog) => NonNullable<GateCheck['logs']>;
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
