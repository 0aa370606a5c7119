import type { Problem } from '../../errors/errors.ts';
import { judgeHosts, type CheckPlan } from '../../gates/hosts/check-plan.ts';
import type { CheckResult } from '../../model/health/check.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { connectAndSurvey } from '../hosts/connect.ts';
import type { RunEnvironment } from '../environment.ts';
import { withRun } from '../with-run.ts';
import { queryHosts } from './query-hosts.ts';

/** The checks of every reachable host. */
export interface CheckedHosts {
  readonly results: readonly CheckResult[];
  readonly unreachable: readonly Problem[];
}

/** Runs every check on every reachable host, for `check`. Changes nothing and acquires no lock. */
export async function checkHosts(
  plan: Plan,
  { hosts }: CheckPlan,
  env: RunEnvironment,
): Promise<CheckedHosts> {
  return withRun(plan, env, async (run) => {
    const unreachable = await connectAndSurvey(run);
    const reached = hosts.filter(({ wanted }) => run.fleet.isConnected(wanted.host));
    const queries = reached.map(({ wanted, probes }) => ({ host: wanted.host, probes }));
    const answers = await queryHosts(run.fleet, queries);
    const wanted = reached.map((host) => host.wanted);
    return { results: judgeHosts(wanted, answers), unreachable };
  });
}
