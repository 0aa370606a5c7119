import type { Plan } from '../model/plan/plan.ts';
import { surveyRequestFor } from '../plan/build/survey-request.ts';
import type { RunEnvironment } from './environment.ts';
import { Fleet } from './hosts/fleet.ts';
import { Tally, type Run } from './run.ts';
import { ServiceMutexes } from './safety/service-mutexes.ts';

/** Calls `work` with a new run that has no connections yet, then closes all connections. */
export async function withRun<T>(
  plan: Plan,
  env: RunEnvironment,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const run = newRun(plan, env);
  try {
    return await work(run);
  } finally {
    await run.fleet.close();
  }
}

function newRun(plan: Plan, env: RunEnvironment): Run {
  const fleet = new Fleet(env, (hosts) => surveyRequestFor(plan, hosts));
  const startedAt = env.clock.now();
  return { plan, env, startedAt, fleet, mutexes: new ServiceMutexes(), tally: new Tally(env.signal) };
}
