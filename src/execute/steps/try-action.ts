import { ConnectionLost } from '../../errors/errors.ts';
import type { Step } from '../../model/plan/step.ts';
import { isFinished, type StepState } from '../../plan/compare/step-state.ts';
import type { Run } from '../run.ts';
import { tookEffect, type StateBefore } from '../safety/await-operation.ts';
import type { At, StepProgress } from './attempt.ts';
import { performAction } from './perform-action.ts';
import { refuseSecondStart } from './run-job.ts';
import { stateOnHost } from './state-on-host.ts';

/** A step on its host, and what this run has done for it so far. */
export interface StepOnHost {
  readonly step: Step;
  readonly at: At;
  readonly attempt: StepProgress;
}

/**
 * Performs the action of a step once. If the connection is lost, reconnects and finds out whether the action took
 * effect.
 * @throws ConnectError if the host does not respond a second time, or if the connection is lost again and again
 * @param before what the members reported before the first attempt; undefined unless the step operates on a member
 * @returns the state to act on next, or `done`
 */
export async function tryAction(
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
export function isUnderWay(state: StepState): boolean {
  return state.kind === 'job' && (state.decision.do === 'attach' || state.decision.do === 'adopt');
}
