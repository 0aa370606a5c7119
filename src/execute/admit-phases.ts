import type { PhasePlan } from '../model/plan/plan.ts';
import { surveyAndCompare } from './hosts/survey-hosts.ts';
import type { Run } from './run.ts';
import { checkPortsOfNewHosts } from './safety/new-hosts.ts';
import { checkAdmission } from './safety/admission.ts';

/**
 * Returns a function that compares the inventory with the live members, and tests the ports of new hosts, once, before
 * the first phase that changes hosts. Earlier phases (the preflight gate) change nothing.
 */
export function admission(run: Run): (phase: PhasePlan) => Promise<boolean> {
  let answer: Promise<boolean> | undefined;
  const ask = async (phase: PhasePlan) => {
    try {
      const { steps } = await surveyAndCompare(run);
      await checkAdmission(run, steps);
      await checkPortsOfNewHosts(run);
      return true;
    } catch (error) {
      run.tally.caught(error, { host: '', phase: phase.id });
      return false;
    }
  };
  return async (phase) => phase.lanes.length === 0 || (answer ??= ask(phase));
}

/** Asks the operator to confirm the phase, if required. After a refusal, no further phase is confirmed or started. */
export async function agreed({ env, tally }: Run, phase: PhasePlan): Promise<boolean> {
  const agree = env.terms?.agree;
  if (!agree || phase.lanes.length === 0) return true;
  if (tally.stop.aborted || tally.declined !== undefined) return false;
  if (await agree(phase)) return true;
  tally.declined ??= phase.id;
  return false;
}
