import type { Problem } from '../../errors/errors.ts';
import { gateOf } from '../../registry/gates.ts';
import type { Verdict } from '../../model/health/gate.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { GateName, HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { queryHosts } from './query-hosts.ts';
import { connectAndSurvey } from '../hosts/connect.ts';
import type { RunEnvironment } from '../environment.ts';
import { withRun } from '../with-run.ts';
import type { Run } from '../run.ts';
import { collectMembership } from './collect-membership.ts';

/** Result of one query of every member and gate. Unreachable hosts have no answer. */
interface Observation {
  readonly memberships: readonly Membership[];
  readonly verdicts: Readonly<Partial<Record<GateName, Verdict>>>;
  /** Expiry of the certificate that each host serves; the earliest of several. */
  readonly certificates: Readonly<Record<HostName, number>>;
  readonly unreachable: readonly Problem[];
}

/** Queries every host, membership and gate of the plan once, for `status`. Changes nothing. */
export async function observe(plan: Plan, env: RunEnvironment): Promise<Observation> {
  return withRun(plan, env, async (run) => {
    const unreachable = await connectAndSurvey(run);
    const services = plan.memberships.map(({ service }) => service);
    const [memberships, verdicts, certificates] = await Promise.all([
      Promise.all(services.map((service) => collectMembership(run, service))),
      judgeAll(run),
      servedCertificates(run),
    ]);
    return { memberships, verdicts, certificates, unreachable };
  });
}

async function judgeAll({ plan, fleet }: Run): Promise<Observation['verdicts']> {
  const checks = new Map(plan.phases.flatMap(({ gates }) => gates).map((check) => [check.gate, check]));
  const verdicts = await Promise.all(
    [...checks.values()].map(async ({ gate, queries, args }) => {
      return [gate, gateOf(plan, gate).judge(await queryHosts(fleet, queries), args)] as const;
    }),
  );
  return Object.fromEntries(verdicts);
}

/** Expiry of the certificates that the members and load balancers serve at their own addresses. */
async function servedCertificates({ plan, fleet }: Run): Promise<Observation['certificates']> {
  const members = plan.memberships.flatMap((membership) => membership.members);
  const balancers = plan.phases
    .flatMap(({ gates }) => gates)
    .filter(({ gate }) => gate === 'load-balancer')
    .flatMap(({ queries }) => queries)
    // A manager queries an external load balancer, whose certificate is not the certificate of the manager.
    .filter(({ host }) => members.every((member) => member.host !== host));
  const answers = await queryHosts(fleet, [...members, ...balancers]);
  const ends = Object.entries(answers).flatMap(([host, named]) => {
    const served = Object.values(named).flatMap((answer) =>
      answer.kind === 'response' && answer.certificateUntil !== undefined ? [answer.certificateUntil] : [],
    );
    return served.length > 0 ? [[host, Math.min(...served)] as const] : [];
  });
  return Object.fromEntries(ends);
}
