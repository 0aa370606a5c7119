import type { Step } from '../../model/plan/step.ts';
import { stepState } from '../../plan/compare/step-state.ts';
import type { StepState } from '../../plan/compare/step-state.ts';
import { gateHolds } from '../gates/pass-gate.ts';
import type { Run } from '../run.ts';
import type { At } from './attempt.ts';
import { plannedGateCheck } from './planned-gate-check.ts';

/**
 * Compares the step with its host as it is now. If a gate decides whether the step is skipped, queries the gate once.
 */
export async function stateOnHost(run: Run, step: Step, at: At): Promise<StepState> {
  const survey = await run.fleet.steady(at.host, () => run.fleet.survey(at.host));
  const state = stepState(step, survey, run.env.receiptKey);
  if (state.kind !== 'gate') return state;
  const check = plannedGateCheck(run.plan, step);
  return (await gateHolds(run, check)) ? { kind: 'up-to-date' } : { kind: 'run', changed: [] };
}

/** True if a job is still running that an earlier run started, or this run before its connection was lost. */
export function isAttached(state: StepState): boolean {
  return state.kind === 'job' && state.decision.do === 'attach';
}

/** True if the job has ended and only its receipt is missing. */
export function isAdopted(state: StepState): boolean {
  return state.kind === 'job' && state.decision.do === 'adopt';
}
