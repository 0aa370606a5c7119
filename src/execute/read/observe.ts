import { balancedServers, type BalancedServer } from '../../components/haproxy/answers.ts';
import type { Problem } from '../../errors/errors.ts';
import { gateOf } from '../../registry/gates.ts';
import type { Answers, Verdict } from '../../model/health/gate.ts';
import type { PackageUpdate } from '../../model/host/facts.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { GateName, HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { factsProbes } from '../../plan/build/survey-request.ts';
import { connectAndSurvey } from '../hosts/connect.ts';
import type { RunEnvironment } from '../environment.ts';
import { withRun } from '../with-run.ts';
import type { Run } from '../run.ts';
import { collectMembership } from './collect-membership.ts';
import { compareReached, type ReachedHosts } from './inspect.ts';
import { sharedQueries, type Query } from './shared-queries.ts';

/** Result of one query of every member and gate. Unreachable hosts have no answer. */
interface Observation {
  readonly memberships: readonly Membership[];
  readonly verdicts: Readonly<Partial<Record<GateName, Verdict>>>;
  /** Expiry of the certificate that each host serves; the earliest of several. */
  readonly certificates: Readonly<Record<HostName, number>>;
  /** The servers behind each load balancer, as its statistics report them. */
  readonly backends: Readonly<Record<HostName, readonly BalancedServer[]>>;
  /** Packages of each host of which its repositories offer another version, as their lists were at the last update. */
  readonly updates: Readonly<Record<HostName, readonly PackageUpdate[]>>;
  readonly unreachable: readonly Problem[];
}

/**
 * Queries every host, membership and gate of the plan once, for `status`. Changes nothing.
 * @param patienceMs time limit for reconnecting to a host; that of a gate if absent
 */
export async function observe(plan: Plan, env: RunEnvironment, patienceMs?: number): Promise<Observation> {
  return withRun(plan, env, (run) => observeRun(run, patienceMs));
}

/** Observes, and compares the hosts that were reached with their part of the plan, for metrics. Changes nothing. */
export async function observeAndCompare(
  plan: Plan,
  env: RunEnvironment,
): Promise<Observation & { readonly reached: ReachedHosts }> {
  return withRun(plan, env, async (run) => ({
    ...(await observeRun(run, undefined)),
    reached: await compareReached(run),
  }));
}

async function observeRun(run: Run, patienceMs: number | undefined): Promise<Observation> {
  const unreachable = await connectAndSurvey(run);
  const services = run.plan.memberships.map(({ service }) => service);
  const query = sharedQueries(run.fleet);
  const asking = { query, patienceMs };
  const [memberships, judged, certificates] = await Promise.all([
    Promise.all(services.map((service) => collectMembership(run, service, query))),
    judgeAll(run.plan, asking),
    servedCertificates(run.plan, asking),
  ]);
  return { memberships, ...judged, certificates, updates: pendingUpdates(run), unreachable };
}

interface Asking {
  readonly query: Query;
  readonly patienceMs: number | undefined;
}

async function judgeAll(
  plan: Plan,
  { query, patienceMs }: Asking,
): Promise<Pick<Observation, 'verdicts' | 'backends'>> {
  const checks = new Map(plan.phases.flatMap(({ gates }) => gates).map((check) => [check.gate, check]));
  const judged = await Promise.all(
    [...checks.values()].map(async ({ gate, queries, args }) => {
      const answers = await query(queries, patienceMs);
      return { gate, answers, verdict: gateOf(plan, gate).judge(answers, args) };
    }),
  );
  return {
    verdicts: Object.fromEntries(judged.map(({ gate, verdict }) => [gate, verdict])),
    backends: Object.fromEntries(judged.flatMap(({ answers }) => backendsIn(answers))),
  };
}

/** The servers of each host whose statistics a gate has queried. */
function backendsIn(answers: Answers): readonly (readonly [HostName, readonly BalancedServer[]])[] {
  return Object.entries(answers).flatMap(([host, named]) => {
    const servers = balancedServers(named['statistics']);
    return servers ? [[host, servers] as const] : [];
  });
}

/** Expiry of the certificates that the members and load balancers serve at their own addresses. */
async function servedCertificates(
  plan: Plan,
  { query, patienceMs }: Asking,
): Promise<Observation['certificates']> {
  const members = plan.memberships.flatMap((membership) => membership.members);
  const balancers = plan.phases
    .flatMap(({ gates }) => gates)
    .filter(({ gate }) => gate === 'load-balancer')
    .flatMap(({ queries }) => queries)
    // A manager queries an external load balancer, whose certificate is not the certificate of the manager.
    .filter(({ host }) => members.every((member) => member.host !== host));
  const answers = await query([...members, ...balancers], patienceMs);
  const ends = Object.entries(answers).flatMap(([host, named]) => {
    const served = Object.values(named).flatMap((answer) =>
      answer.kind === 'response' && answer.certificateUntil !== undefined ? [answer.certificateUntil] : [],
    );
    return served.length > 0 ? [[host, Math.min(...served)] as const] : [];
  });
  return Object.fromEntries(ends);
}

/** The hosts of one machine have one survey, so that each host asks for its own packages. */
function pendingUpdates({ plan, fleet }: Run): Observation['updates'] {
  const updates = plan.hosts.map((host) => {
    const names = factsProbes(plan, host).flatMap(({ packages = [] }) => packages);
    const versions = fleet.remembered(host)?.facts.versions ?? {};
    const pending = [...new Set(names)].flatMap((name) => {
      const { installed, candidate } = versions[name] ?? {};
      const isPending = installed !== undefined && candidate !== undefined && installed !== candidate;
      return isPending ? [{ name, installed, offered: candidate }] : [];
    });
    return [host, pending] as const;
  });
  return Object.fromEntries(updates);
}
