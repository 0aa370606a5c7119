import { QuorateError } from '../errors/errors.ts';
import type { ExitCode } from '../errors/errors.ts';
import { nextLane } from '../membership/next-lane.ts';
import type { PhaseId } from '../model/names.ts';
import type { Lane, PhasePlan, Plan } from '../model/plan/plan.ts';
import { admission, agreed } from './admit-phases.ts';
import type { Comparison } from '../plan/compare/compare.ts';
import { refuseObstacles } from './hosts/host-faults.ts';
import type { RunEnvironment } from './environment.ts';
import { exitCodeOf } from './exit-code.ts';
import { connectOrRefuse } from './hosts/connect.ts';
import {
  isLastRunUnfinished,
  renewLocks,
  refuseJobsOfOtherRuns,
  releaseLocks,
  acquireLocks,
} from './hosts/locks.ts';
import { recordStart, recordEnd } from './hosts/record-history.ts';
import { surveyAll, surveyWithinTerms } from './hosts/survey-hosts.ts';
import { Interrupted } from './interrupted.ts';
import { checkGatesOnce, passGates } from './gates/pass-gates.ts';
import { waitForAnswers } from './read/wait-for-answers.ts';
import { reportCompared, reportEnd, reportStart } from './report-run.ts';
import type { Run } from './run.ts';
import { hostForStep } from './steps/host-for-step.ts';
import { runStep } from './steps/run-step.ts';
import { withRun } from './with-run.ts';

/**
 * Runs a plan. Every failure is in the events and in the exit code.
 * @returns the exit code; throws only bugs
 */
export async function execute(plan: Plan, env: RunEnvironment): Promise<ExitCode> {
  return conductPlan(plan, env, async (run) => {
    const comparison = await surveyWithinTerms(run);
    if (comparison.nothingToDo && !isLastRunUnfinished(run)) return reportNothingToDo(run, comparison);
    await refuseObstacles(run, comparison);
    await changeLocked(run);
  });
}

async function reportNothingToDo(run: Run, { steps }: Comparison): Promise<void> {
  for (const { host, state } of steps) if (state.kind === 'requires') run.tally.noteRequired(host, state);
  run.tally.counts.unchanged = steps.length;
  await checkGatesOnce(run);
}

/** Checks every gate of the plan once. Changes nothing and acquires no lock. */
export async function checkAllGates(plan: Plan, env: RunEnvironment): Promise<ExitCode> {
  return conductPlan(plan, env, async (run) => {
    await surveyAll(run);
    await checkGatesOnce(run);
  });
}

const NOWHERE = { host: '', phase: '' };

/** Connects, runs `work`, records failures in the tally and emits how the run ended. */
async function conductPlan(
  plan: Plan,
  env: RunEnvironment,
  work: (run: Run) => Promise<void>,
): Promise<ExitCode> {
  const ended = await withRun(plan, env, async (run) => {
    reportStart(run);
    try {
      await connectOrRefuse(run);
      await work(run);
    } catch (error) {
      if (!(error instanceof QuorateError) && !(error instanceof Interrupted)) throw error;
      run.tally.caught(error, NOWHERE);
    }
    await env.recorded().catch((error: unknown) => run.tally.caught(error, NOWHERE));
    return run;
  });
  reportEnd(ended);
  return exitCodeOf(ended);
}

async function changeLocked(run: Run): Promise<void> {
  await run.env.recorded();
  await acquireLocks(run);
  const stop = new AbortController();
  const keeping = renewLocks(run, stop.signal);
  try {
    // Another run may have changed the hosts before the locks were acquired, so earlier surveys are invalid.
    run.fleet.changedByOthers(run.plan.hosts);
    await reportCompared(run, await surveyWithinTerms(run), await surveyAll(run));
    refuseJobsOfOtherRuns(run);
    await recordStart(run);
    await runPhases(run);
    await recordEnd(run);
  } finally {
    stop.abort();
    await keeping;
    await releaseLocks(run);
  }
}

/** Runs each phase after the phases that it depends on. Independent phases run in parallel. */
async function runPhases(run: Run): Promise<void> {
  const finished = new Map<string, Promise<boolean>>();
  const admitted = admission(run);
  const begin = async (phase: PhasePlan) =>
    (await admitted(phase)) && (await agreed(run, phase)) && runPhase(run, phase);
  for (const phase of run.plan.phases) {
    const before = Promise.all(phase.after.map((id) => finished.get(id) ?? Promise.resolve(true)));
    finished.set(
      phase.id,
      before.then((done) => done.every(Boolean) && begin(phase)),
    );
  }
  await Promise.all(finished.values());
}

/** Runs the lanes of a phase, then its gates. @returns false if it failed or was stopped */
async function runPhase(run: Run, phase: PhasePlan): Promise<boolean> {
  const { clock, emit } = run.env;
  if (run.tally.stop.aborted) return false;
  const began = clock.now();
  emit({ kind: 'phase.started', phase: phase.id });
  const done = (await runLanes(run, phase)) && (await passGates(run, phase));
  const outcome = done ? 'done' : run.tally.failures.length > 0 ? 'failed' : 'interrupted';
  emit({ kind: 'phase.finished', phase: phase.id, outcome, ms: clock.now() - began });
  return done;
}

async function runLanes(run: Run, phase: PhasePlan): Promise<boolean> {
  switch (phase.order) {
    case 'parallel':
      return (await Promise.all(phase.lanes.map((lane) => runLane(run, phase.id, lane)))).every(Boolean);
    case 'serial':
      return oneByOne(run, phase, async ([next]) => next);
    case 'leader-last':
      return oneByOne(run, phase, (rest) => chooseLane(run, rest));
  }
}

async function oneByOne(
  run: Run,
  phase: PhasePlan,
  choose: (rest: readonly Lane[]) => Promise<Lane | undefined>,
): Promise<boolean> {
  for (let rest = phase.lanes; rest.length > 0;) {
    const lane = await choose(rest);
    if (!lane || !(await runLane(run, phase.id, lane))) return false;
    rest = rest.filter((other) => other !== lane);
  }
  return true;
}

/**
 * Chooses the host whose steps run next. The current leader comes last. The leader is looked up again before each host,
 * because it may change.
 */
async function chooseLane(run: Run, rest: readonly Lane[]): Promise<Lane | undefined> {
  const service = rest.flatMap((lane) => lane.steps).find((step) => step.operation)?.operation?.service;
  if (!service) return rest[0];
  const host = nextLane(
    rest.map((lane) => lane.host),
    await waitForAnswers(run, service),
  );
  return rest.find((lane) => lane.host === host);
}

async function runLane(run: Run, phase: PhaseId, lane: Lane): Promise<boolean> {
  for (const step of lane.steps) {
    if (run.tally.stop.aborted) return false;
    if (!(await runStep(run, step, { phase, host: hostForStep(run, step, lane.host) }))) return false;
  }
  return !run.env.signal.aborted;
}
