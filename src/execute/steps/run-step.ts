import { ConnectionLost } from '../../errors/errors.ts';
import { mutexMode } from '../../membership/mutex-mode.ts';
import type { MemberOperation, Step } from '../../model/plan/step.ts';
import { isFinished, type StepState } from '../../plan/compare/step-state.ts';
import { shareMachines } from '../../model/host/machines.ts';
import { passGate } from '../gates/pass-gate.ts';
import { Losses } from '../hosts/losses.ts';
import { Interrupted } from '../interrupted.ts';
import type { Run } from '../run.ts';
import {
  awaitOperation,
  awaitSwitchover,
  isAlreadyDone,
  stateBefore,
  tookEffect,
  type StateBefore,
} from '../safety/await-operation.ts';
import { bootstrappedHosts } from '../safety/bootstrapped-hosts.ts';
import { EFFECTS } from '../safety/disruptions.ts';
import { refuseOtherVersions } from '../safety/package-versions.ts';
import { passPrecheck, proveOperation } from '../safety/prove-operation.ts';
import type { At, StepOnHost, StepWork } from './attempt.ts';
import { hostForStep } from './host-for-step.ts';
import { performAction } from './perform-action.ts';
import { reportDone, reportFailed } from './report-step.ts';
import { refuseSecondStart } from './run-job.ts';
import { isAdopted, isAttached, stateOnHost } from './state-on-host.ts';

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
  // Always acquired second, so that two operations cannot wait for each other.
  const releaseMachines = await run.mutexes.acquire('machines', machinesMode(run, operation));
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
    releaseMachines();
    release();
  }
}

/** On machines that carry several services, an operation that disrupts a member of any of them runs alone. */
function machinesMode({ env }: Run, { kind }: MemberOperation): 'shared' | 'exclusive' {
  return EFFECTS[kind] && shareMachines(env.cluster.hosts) ? 'exclusive' : 'shared';
}

/**
 * Waits for the gate that must pass before the operation, and proves the operation safe. A host that joins must have the
 * versions of the members. If the step lists steps to run
 * before (a switchover), runs them and proves the operation again.
 */
async function makeSafe(run: Run, { step, at, operation }: Operating): Promise<void> {
  await refuseOtherVersions(run, operation);
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
  const { passes } = work.step;
  const check = run.plan.guards.find(({ gate }) => gate === passes);
  if (check) await passGate(run, work.at.phase, { check });
}

/**
 * Performs the action of a step once. If the connection is lost, reconnects and finds out whether the action took
 * effect.
 * @throws ConnectError if the host does not respond a second time, or if the connection is lost again and again
 * @param before what the members reported before the first attempt; undefined unless the step operates on a member
 * @returns the state to act on next, or `done`
 */
async function tryAction(
  run: Run,
  { step, at, attempt }: StepOnHost,
  { state, before }: { readonly state: StepState; readonly before?: StateBefore },
): Promise<StepState | 'done'> {
  try {
    await performAction(run, step, { at, attempt, state });
    return 'done';
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    await attempt.losses.add(error);
    await run.fleet.reconnect(error.host, error.why);
  }
  const found = await stateOnHost(run, step, at);
  if (isFinished(found)) return 'done';
  if (step.operation && before && (await tookEffect(run, step.operation, before))) return 'done';
  if (!isUnderWay(found)) await refuseSecondStart(run, step, { at, attempt, state: found });
  return found;
}

/** True if it is too late for a proof: the step's job is running, or has ended and only its receipt is missing. */
function isUnderWay(state: StepState): boolean {
  return state.kind === 'job' && (state.decision.do === 'attach' || state.decision.do === 'adopt');
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
