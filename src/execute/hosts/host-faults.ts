import { GateError, RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import type { GateCheck } from '../../model/health/gate.ts';
import type { HostName } from '../../model/names.ts';
import { inOrder, shellOn, RUN_AGAIN } from '../../model/next-step.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { planOn } from '../../plan/build/plan-on.ts';
import { directoriesOf, STORED_IN } from '../../plan/build/survey-request.ts';
import { comparePlan } from '../../plan/compare/compare.ts';
import type { Comparison } from '../../plan/compare/compare.ts';
import { isFinished } from '../../plan/compare/step-state.ts';
import { throwAll } from '../exit-code.ts';
import { gateProblems } from '../gates/pass-gate.ts';
import type { Run } from '../run.ts';
import { admissionProblems } from '../safety/admission.ts';

/**
 * The faults of all surveyed hosts that would stop the run later: obstacles to every change, and gates that pass before
 * the first change. Undefined if there are none.
 */
export async function hostFaults(run: Run): Promise<GateError | undefined> {
  const problems = [...obstacleProblems(run), ...(await preflightProblems(run, firstGates(run.plan)))];
  return problems.length > 0 ? new GateError(problems) : undefined;
}

/** @throws one error with all known faults if a host has an obstacle to changes */
export async function refuseObstacles(run: Run, { steps }: Comparison): Promise<void> {
  if (obstacleProblems(run).length === 0) return;
  const refusals = await admissionProblems(run, steps);
  throwAll([await hostFaults(run), refusals.length > 0 && new RefusedError(refusals)]);
}

/** One problem for each obstacle on each host, unless it concerns only directories that the run does not write to. */
function obstacleProblems(run: Run): readonly Problem[] {
  return run.plan.hosts.flatMap((host) => {
    const obstacles = run.fleet.remembered(host)?.obstacles ?? [];
    const written = obstacles.length > 0 ? writtenOn(run, host) : [];
    const relevant = obstacles.filter(({ directory }) => !directory || written.includes(directory));
    return [...new Map(relevant.map((obstacle) => [obstacle.what, obstacle])).values()].map(
      ({ what, fix }) => ({
        where: host,
        what,
        cause: 'host' as const,
        next: inOrder(shellOn(host, fix), RUN_AGAIN),
      }),
    );
  });
}

/** The directories on a host to which the run writes. Of steps, only those that change something count. */
function writtenOn(run: Run, host: HostName): readonly string[] {
  const survey = run.fleet.remembered(host);
  const readable = survey?.unreadable.length === 0;
  const steps = readable
    ? comparePlan(planOn(run.plan, [host]), { [host]: survey }, run.env.receiptKey).steps
    : [];
  const changing = steps.filter(({ state }) => !isFinished(state));
  return [...STORED_IN, ...changing.flatMap(({ step }) => directoriesOf(step.action))];
}

/** Gates of the phases without steps that wait for no other phase. */
function firstGates({ phases }: Plan): readonly GateCheck[] {
  return phases.flatMap(({ lanes, after, gates }) => (lanes.length === 0 && after.length === 0 ? gates : []));
}

/**
 * Queries gates once. A gate that a run waits for counts only if waiting cannot help.
 * @returns the problems of hosts that are connected
 */
export async function preflightProblems(run: Run, checks: readonly GateCheck[]): Promise<readonly Problem[]> {
  const connected = checks.map((check) => ({
    ...check,
    queries: check.queries.filter(({ host }) => run.fleet.isConnected(host)),
  }));
  const found = await Promise.all(connected.map((check) => gateProblems(run, check)));
  return found.flatMap(({ state, problems }, i) =>
    state === 'failed' || (state === 'waiting' && checks[i]?.timing.timeoutMs === 0)
      ? problems.filter(({ where = '' }) => run.fleet.isConnected(where))
      : [],
  );
}
