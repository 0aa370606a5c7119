import { GateError, QuorateError } from '../errors/errors.ts';
import type { ExitCode } from '../errors/errors.ts';
import type { HostName } from '../model/names.ts';
import type { PhasePlan, Plan } from '../model/plan/plan.ts';
import { stoppedBefore } from '../plan/build/until.ts';
import { connectOrRefuse } from './hosts/connect.ts';
import { endingOf, exitCodeOf } from './exit-code.ts';
import type { RunEnvironment } from './environment.ts';
import { passGate } from './pass-gate.ts';
import { recordStart, recordEnd } from './hosts/record-history.ts';
import { Interrupted } from './interrupted.ts';
import {
  releaseStaleLocks,
  renewLocks,
  refuseJobsOfOtherRuns,
  releaseLocks,
  acquireLocks,
} from './hosts/locks.ts';
import { runPhases } from './run-phases.ts';
import type { Run, Tally } from './run.ts';
import { withRun } from './with-run.ts';
import { surveyAll, surveyWithinTerms } from './hosts/survey-hosts.ts';

/**
 * Runs a plan. Every failure is in the events and in the exit code.
 * @returns the exit code; throws only bugs
 */
export async function execute(plan: Plan, env: RunEnvironment): Promise<ExitCode> {
  return conductPlan(plan, env, async (run) => {
    const comparison = await surveyWithinTerms(run);
    for (const { host, state } of comparison.steps) {
      if (comparison.nothingToDo && state.kind === 'requires') run.tally.noteRequired(host, state);
    }
    if (comparison.nothingToDo) {
      run.tally.counts.unchanged = comparison.steps.length;
      await releaseStaleLocks(run);
      return askGatesOnce(run);
    }
    await changeLocked(run);
  });
}

/** Checks every gate of the plan once. Changes nothing and acquires no lock. */
export async function checkAllGates(plan: Plan, env: RunEnvironment): Promise<ExitCode> {
  return conductPlan(plan, env, async (run) => {
    await surveyAll(run);
    await askGatesOnce(run);
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
    emitStarted(run);
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
  finish(ended);
  return exitCodeOf(ended);
}

function emitStarted({ plan, env }: Run): void {
  env.emit({
    kind: 'run.started',
    command: env.command,
    cluster: plan.cluster,
    ...(env.terms?.refuse && { savedPlan: true }),
    ...(env.rehearsal && { rehearsal: true }),
    hosts: plan.hosts,
    phases: plan.phases.map(outline),
  });
}
function outline({ id, title, lanes }: PhasePlan): {
  id: string;
  title: string;
  hosts: readonly HostName[];
  steps: number;
} {
  return {
    id,
    title,
    hosts: lanes.map((lane) => lane.host),
    steps: lanes.reduce((sum, lane) => sum + lane.steps.length, 0),
  };
}

/** Checks all gates in parallel, because nothing was changed and no gate depends on another. */
async function askGatesOnce(run: Run): Promise<void> {
  await Promise.all(
    run.plan.phases.flatMap((phase) =>
      phase.gates.map(async (check) => {
        try {
          await passGate(run, phase.id, { check, once: true });
        } catch (error) {
          if (error instanceof Interrupted) return;
          if (!(error instanceof GateError)) throw error;
          for (const problem of error.problems) run.tally.failures.push({ kind: 'gate', problem });
        }
      }),
    ),
  );
}

async function changeLocked(run: Run): Promise<void> {
  await run.env.recorded();
  await acquireLocks(run);
  const stop = new AbortController();
  const keeping = renewLocks(run, stop.signal);
  try {
    // Another run may have changed the hosts before the locks were acquired, so earlier surveys are invalid.
    run.fleet.changed();
    await surveyWithinTerms(run);
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

function finish(run: Run): void {
  const { tally, env, plan } = run;
  const outcome = endingOf(run);
  const requires = tally.requires.map(({ host, note }) => ({ host, note }));
  const problems = tally.failures.map((failure) => failure.problem);
  const closing = outcome === 'done' && env.printsClosing ? closingOf(tally, plan) : [];
  env.emit({
    kind: 'run.finished',
    outcome,
    exitCode: exitCodeOf(run),
    counts: { ...tally.counts },
    ms: env.clock.now() - run.startedAt,
    requires,
    problems,
    closing,
  });
}

function closingOf({ declined }: Tally, plan: Plan): readonly string[] {
  return declined === undefined ? plan.closing : stoppedBefore(declined);
}
