import type { Problem } from '../../errors/errors.ts';
import {
  pathFound,
  factsOf,
  judgeHosts,
  progressOf,
  type CheckPlan,
  type HostChecks,
} from '../../gates/hosts/check-plan.ts';
import { detailsChecks, type DetailsPlan, type Examined } from '../../gates/hosts/details/judge.ts';
import { peerChecks } from '../../gates/hosts/peers.ts';
import type { Wanted } from '../../gates/hosts/wanted.ts';
import type { CheckResult } from '../../model/health/check.ts';
import type { Answers } from '../../model/health/gate.ts';
import type { HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { gateOf } from '../../registry/gates.ts';
import { connectAndSurvey } from '../hosts/connect.ts';
import type { RunEnvironment } from '../environment.ts';
import type { Run } from '../run.ts';
import { withRun } from '../with-run.ts';
import { hasBegunService, hostsWithServices } from './begun-services.ts';
import { queryHosts } from './query-hosts.ts';
import { queryPeers, usedPorts, whileConnected, type Target } from './query-peers.ts';

/** The checks of every reachable host. */
export interface CheckedHosts {
  readonly results: readonly CheckResult[];
  readonly unreachable: readonly Problem[];
}

/** Runs every check on every reachable host, for `check`. Changes nothing and acquires no lock. */
export async function checkHosts(plan: Plan, checks: CheckPlan, env: RunEnvironment): Promise<CheckedHosts> {
  return withRun(plan, env, async (run) => {
    const unreachable = await connectAndSurvey(run);
    const reached = checks.hosts.filter(({ wanted }) => run.fleet.isConnected(wanted.host));
    const answers = await queryHosts(run.fleet, reached.map(queryOf));
    const examined = await examine(run, { checks, reached, answers });
    const wanted = reached.map((host) => host.wanted);
    // The tests of ports and the timed writes must not slow each other down.
    const peers = await testPeers(run, { checks, wanted, answers }, examined);
    const details = detailsChecks(examined, checks.peers);
    const external = await testExternal(run);
    return { results: [...judgeHosts(wanted, answers), ...details, ...peers, ...external], unreachable };
  });
}

function queryOf({ wanted, probes, through, validation }: HostChecks) {
  const configured = validation && { configured: validation.config };
  return { host: wanted.host, probes: { ...probes, through, ...configured } };
}

interface Reached {
  readonly checks: CheckPlan;
  readonly reached: readonly HostChecks[];
  readonly answers: Answers;
}

/** Reads the details of every host. A host whose connection is lost meanwhile has none. */
async function examine(run: Run, { checks, reached, answers }: Reached): Promise<readonly Examined[]> {
  const validated = await validate(run, { checks, reached, answers });
  const examined = await Promise.all(
    checks.details.map(async (plan) => examineHost(run, { plan, checks }, { ...answers, ...validated })),
  );
  return examined.flat();
}

async function examineHost(
  run: Run,
  { plan, checks }: { readonly plan: DetailsPlan; readonly checks: CheckPlan },
  answers: Answers,
): Promise<readonly Examined[]> {
  const facts = factsOf(answers, plan.host);
  if (!facts) return [];
  const needed = checks.flows.filter(({ from }) => from === plan.host).map(({ address }) => address);
  const ask = { ...plan.ask, peers: [...new Set(needed)] };
  const details = await whileConnected(run.fleet, plan.host, (session) => session.details(ask));
  if (!details) return [];
  const { started, installed } = progressOf(answers, plan.host);
  const { through, validation } = answers[plan.host] ?? {};
  const untouched = !started && !installed;
  return [{ plan, details, facts, untouched, through, ...(validation && { validation }) }];
}

/** Runs the product's own check where its configuration is written and it is not installed yet. */
async function validate(run: Run, { reached, answers }: Reached): Promise<Answers> {
  const queries = reached.flatMap(({ wanted: { host }, validation }) => {
    const ready = pathFound(answers[host]?.['configured']) && !progressOf(answers, host).installed;
    if (!validation || !ready || isBusy(run, host)) return [];
    return [{ host, probes: { validation: { kind: 'command', command: validation.command } as const } }];
  });
  const validated = await queryHosts(run.fleet, queries);
  const merged = Object.entries(validated).map(
    ([host, own]) => [host, { ...answers[host], ...own }] as const,
  );
  return Object.fromEntries(merged);
}

async function testPeers(
  run: Run,
  { checks, wanted, answers }: Omit<Reached, 'reached'> & { readonly wanted: readonly Wanted[] },
  examined: readonly Examined[],
): Promise<readonly CheckResult[]> {
  const empty = await emptyHosts(run, wanted, answers);
  const targets = wanted.map(({ host }): readonly [HostName, Target] => {
    const used = usedPorts(factsOf(answers, host) ?? { listening: [] });
    return [host, { used, mayListen: empty.includes(host) }];
  });
  const tested = await queryPeers(run, checks.flows, { targets: Object.fromEntries(targets) });
  return wanted.flatMap(({ host }) => {
    const own = tested.filter(({ from }) => from === host);
    return peerChecks(host, own, examined.find(({ plan }) => plan.host === host)?.details.mtu);
  });
}

/** Logs in to each external service from every reachable host that needs it. No result without such a service. */
async function testExternal({ plan, fleet }: Run): Promise<readonly CheckResult[]> {
  const gates = plan.phases.flatMap((phase) => phase.gates);
  const gate = gates.find((one) => one.gate === 'external-services');
  const queries = gate?.queries.filter(({ host }) => fleet.isConnected(host)) ?? [];
  if (!gate || queries.length === 0) return [];
  const { seen } = gateOf(plan, gate.gate).judge(await queryHosts(fleet, queries), gate.args);
  return seen
    .filter(({ host }) => queries.some((query) => query.host === host))
    .map(({ host, ok, line, hint }) => ({
      ...{ host, check: 'external', state: ok ? 'pass' : 'fail', seen: line },
      ...(hint !== undefined && { next: hint }),
    }));
}

/** The hosts that may listen temporarily: they have no services, and no run installs one. */
async function emptyHosts(
  run: Run,
  wanted: readonly Wanted[],
  answers: Answers,
): Promise<readonly HostName[]> {
  const quiet = wanted.filter(({ host, role }) => {
    const { started, installed } = progressOf(answers, host);
    // HAProxy leaves no marker of the product, but it is only installed once a run has changed the host.
    const empty = role === 'load_balancer' ? !started : !installed;
    return empty && !isBusy(run, host) && !hasBegunService(run, host);
  });
  const hosts = quiet.map(({ host }) => host);
  const running = await hostsWithServices(run, hosts);
  return hosts.filter((host) => !running.includes(host));
}

/** True if a run may be changing the host now, or if its survey is unknown. */
function isBusy({ fleet }: Run, host: HostName): boolean {
  const survey = fleet.remembered(host);
  if (!survey || survey.lock !== undefined) return true;
  return Object.values(survey.jobs).some(({ state }) => state === 'running');
}
