import { mutexMode } from '../../membership/mutex-mode.ts';
import type { MemberOperation, Step } from '../../model/plan/step.ts';
import { isFinished, type StepState } from '../../plan/compare/step-state.ts';
import { Losses } from '../hosts/losses.ts';
import { Interrupted } from '../interrupted.ts';
import type { Run } from '../run.ts';
import { awaitOperation, awaitSwitchover, isAlreadyDone, stateBefore } from '../safety/await-operation.ts';
import { bootstrappedHosts } from '../safety/bootstrapped-hosts.ts';
import { passPrecheck, proveOperation } from '../safety/prove-operation.ts';
import type { At } from './attempt.ts';
import { hostForStep } from './host-for-step.ts';
import { isAdopted, isAttached, stateOnHost } from './state-on-host.ts';
import { isUnderWay, tryAction, type StepOnHost } from './try-action.ts';

/**
 * Runs one step unless it is up to date, and emits its events.
 * @returns false if it failed (the failure is in the tally) or was interrupted
 */
export async function runStep(run: Run, step: Step, at: At): Promise<boolean> {
  if (!(await mayStart(run, at))) return false;
  const work: StepWork = {
    ...{ step, at, startedAt: run.env.clock.now() },
    attempt: { losses: new Losses(run.env, 1), acted: false, started: false },
  };
  try {
    reportDone(run, work, await bringUpToDate(run, work));
    return true;
  } catch (error) {
    reportFailed(run, work, error);
    return false;
  }
}

/** Waits until the journal has what happened so far, because a power failure may follow. */
async function mayStart({ tally, env }: Run, at: At): Promise<boolean> {
  await env.recorded().catch((error: unknown) => tally.caught(error, at));
  return !tally.stop.aborted;
}

interface StepWork extends StepOnHost {
  readonly startedAt: number;
}

/** @returns the state of the step before any change */
async function bringUpToDate(run: Run, work: StepOnHost): Promise<StepState> {
  const { step, at, attempt } = work;
  const state = await stateOnHost(run, step, at);
  if (isFinished(state)) return state;
  // The run may have been stopped while the host was surveyed.
  if (run.tally.stop.aborted) throw new Interrupted();
  const attached = isAttached(state);
  run.env.emit({ kind: 'step.started', ...at, step: step.id, title: step.title, attached });
  attempt.started = true;
  await repairFirst(run, work, state);
  if (!step.operation || isAdopted(state)) await actUntilDone(run, work, state);
  else await operateOnMember(run, { ...work, operation: step.operation }, state);
  return state;
}

interface Operating extends StepOnHost {
  readonly operation: MemberOperation;
}

/**
 * The only function that bootstraps, joins, restarts, stops or removes a member. Holds the service's mutex from the proof
 * until the member is healthy or removed. If the job is already running, only waits for it, because a proof is too late.
 * @throws RefusedError with the vote count
 */
async function operateOnMember(run: Run, work: Operating, found: StepState): Promise<void> {
  const { operation, at } = work;
  const mode = mutexMode(operation, bootstrappedHosts(run, operation.service));
  const release = await run.mutexes.acquire(operation.service, mode);
  try {
    // The operation that held the mutex before may have been interrupted halfway.
    if (run.tally.stop.aborted) throw new Interrupted();
    if (await isAlreadyDone(run, operation)) return;
    if (!isAttached(found)) await makeSafe(run, work);
    const before = await stateBefore(run, operation);
    let next = await tryAction(run, work, { state: found, before });
    while (next !== 'done') {
      // Another member may have failed, or become leader, while the connection was lost.
      if (!isUnderWay(next)) await makeSafe(run, work);
      next = await tryAction(run, work, { state: next, before });
    }
    await awaitOperation(run, { operation, host: at.host, before });
  } finally {
    release();
  }
}

/**
 * Waits for the gate that must pass before the operation, and proves the operation safe. If the step lists steps to run
 * before (a switchover), runs them and proves the operation again.
 */
async function makeSafe(run: Run, { step, at, operation }: Operating): Promise<void> {
  await passPrecheck(run, operation, at.phase);
  await proveOperation(run, operation, { step, at });
  if (step.before === undefined) return;
  await runInOrder(run, step.before, at);
  await awaitSwitchover(run, operation);
  // If the leader did not step down, the operation is refused.
  await proveOperation(run, operation, { step, at, switchover: 'none' });
}

/** Runs a step that does not operate on a member, or only writes a missing receipt. */
async function actUntilDone(run: Run, work: StepOnHost, found: StepState): Promise<void> {
  let next = await tryAction(run, work, { state: found });
  while (next !== 'done') next = await tryAction(run, work, { state: next });
}

/**
 * Cleans up after an incomplete installation, if there is one. Runs before the mutex is acquired, because the repair
 * steps may operate on the member themselves.
 */
async function repairFirst(run: Run, { step, at, attempt }: StepOnHost, state: StepState): Promise<void> {
  if (state.kind !== 'job' || state.decision.do !== 'repair' || step.action.kind !== 'job') return;
  const { why } = state.decision;
  attempt.note = `repaired first: ${why}`;
  const text = `${at.host}: step "${step.title}" is incomplete (${why}); it is cleaned up first`;
  run.env.emit({ kind: 'run.warned', text });
  await runInOrder(run, step.action.repair, at);
}

/**
 * Runs steps in order.
 * @throws Interrupted if a step fails or the run is stopped, so that the step that depends on these steps does not run
 */
async function runInOrder(run: Run, steps: readonly Step[], at: At): Promise<void> {
  for (const step of steps) {
    const done = await runStep(run, step, { phase: at.phase, host: hostForStep(run, step, at.host) });
    if (!done || run.tally.stop.aborted) throw new Interrupted();
  }
}

function reportDone(run: Run, work: StepWork, state: StepState): void {
  const { at, attempt } = work;
  const { tally, env } = run;
  if (state.kind === 'requires') attempt.note = tally.noteRequired(at.host, state);
  const requires = state.kind === 'requires' ? { requires: state.requires } : {};
  const outcome = env.signal.aborted && attempt.left ? 'unknown' : attempt.acted ? 'changed' : 'unchanged';
  if (outcome !== 'unknown') tally.counts[outcome] += 1;
  emitFinished(run, work, { outcome, ...noteOf(state, work), ...requires });
}

/** @throws the error itself if it is a bug */
function reportFailed(run: Run, work: StepWork, error: unknown): void {
  if (error instanceof Interrupted) {
    if (!work.attempt.started) return;
    return emitFinished(run, work, { outcome: 'unknown', note: 'stopped before the step was done' });
  }
  const [problem] = run.tally.caught(error, work.at);
  run.tally.counts.failed += 1;
  emitFinished(run, work, { outcome: 'failed', ...(problem ? { problem } : {}) });
}

type StepFinish = Extract<Parameters<Run['env']['emit']>[0], { kind: 'step.finished' }>;

function emitFinished(
  { env }: Run,
  { step, at, startedAt }: StepWork,
  rest: Pick<StepFinish, 'outcome'> & Partial<StepFinish>,
): void {
  const ms = env.clock.now() - startedAt;
  env.emit({ kind: 'step.finished', ...at, step: step.id, title: step.title, ms, ...rest });
}

function noteOf(state: StepState, { attempt }: StepOnHost): Pick<StepFinish, 'note'> {
  if (attempt.note) return { note: attempt.note };
  if (state.kind === 'files') return { note: state.files.map((file) => file.path).join(', ') };
  if (state.kind === 'run' && state.changed.length > 0)
    return { note: `settings changed: ${state.changed.join(', ')}` };
  return {};
}
