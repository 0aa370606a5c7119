import type { Problem } from '../../errors/errors.ts';
import { factsOf, judgeHosts, progressOf, type CheckPlan } from '../../gates/hosts/check-plan.ts';
import { peerChecks } from '../../gates/hosts/peers.ts';
import type { CheckResult } from '../../model/health/check.ts';
import type { Answers } from '../../model/health/gate.ts';
import type { Wanted } from '../../gates/hosts/wanted.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { connectAndSurvey } from '../hosts/connect.ts';
import type { RunEnvironment } from '../environment.ts';
import type { Run } from '../run.ts';
import { withRun } from '../with-run.ts';
import { queryHosts } from './query-hosts.ts';
import { queryPeers, type Target } from './query-peers.ts';

/** The checks of every reachable host. */
export interface CheckedHosts {
  readonly results: readonly CheckResult[];
  readonly unreachable: readonly Problem[];
}

/** Runs every check on every reachable host, for `check`. Changes nothing and acquires no lock. */
export async function checkHosts(
  plan: Plan,
  { hosts, flows }: CheckPlan,
  env: RunEnvironment,
): Promise<CheckedHosts> {
  return withRun(plan, env, async (run) => {
    const unreachable = await connectAndSurvey(run);
    const reached = hosts.filter(({ wanted }) => run.fleet.isConnected(wanted.host));
    const queries = reached.map(({ wanted, probes }) => ({ host: wanted.host, probes }));
    const answers = await queryHosts(run.fleet, queries);
    const targets = Object.fromEntries(
      reached.map(({ wanted }) => [wanted.host, targetOf(run, wanted, answers)]),
    );
    const tested = await queryPeers(run.fleet, flows, targets);
    const wanted = reached.map((host) => host.wanted);
    const peers = wanted.flatMap(({ host }) =>
      peerChecks(
        host,
        tested.filter(({ from }) => from === host),
      ),
    );
    return { results: [...judgeHosts(wanted, answers), ...peers], unreachable };
  });
}

/** Allows a temporary listener only on a host that has no services and on which no run installs some. */
function targetOf({ fleet }: Run, { host, role }: Wanted, answers: Answers): Target {
  const { started, installed } = progressOf(answers, host);
  const survey = fleet.remembered(host);
  const busy = survey?.lock !== undefined || Object.values(survey?.jobs ?? {}).some(isRunning);
  const used = factsOf(answers, host)?.listening.map(({ port }) => port) ?? [];
  // HAProxy leaves no marker of the product, but it is only installed once a run has changed the host.
  const empty = role === 'load_balancer' ? !started : !installed;
  return { used, mayListen: survey !== undefined && !busy && empty };
}

function isRunning({ state }: { readonly state: string }): boolean {
  return state === 'running';
}
