import type { PhasePlan } from '../model/plan/plan.ts';
import { checkAdmission } from './safety/admission.ts';
import { runPhase } from './run-phase.ts';
import type { Run } from './run.ts';
import { surveyAndCompare } from './hosts/survey-hosts.ts';

/** Runs each phase after the phases that it depends on. Independent phases run in parallel. */
export async function runPhases(run: Run): Promise<void> {
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

/**
 * Returns a function that compares the inventory with the live members, once, before the first phase that changes
 * hosts. Earlier phases (the preflight gate) change nothing.
 */
function admission(run: Run): (phase: PhasePlan) => Promise<boolean> {
  let answer: Promise<boolean> | undefined;
  const ask = async (phase: PhasePlan) => {
    try {
      const { steps } = await surveyAndCompare(run);
      await checkAdmission(run, steps);
      return true;
    } catch (error) {
      run.tally.caught(error, { host: '', phase: phase.id });
      return false;
    }
  };
  return async (phase) => phase.lanes.length === 0 || (answer ??= ask(phase));
}

/** Asks the operator to confirm the phase, if required. After a refusal, no further phase is confirmed or started. */
async function agreed({ env, tally }: Run, phase: PhasePlan): Promise<boolean> {
  const agree = env.terms?.agree;
  if (!agree || phase.lanes.length === 0) return true;
  if (tally.stop.aborted || tally.declined !== undefined) return false;
  if (await agree(phase)) return true;
  tally.declined ??= phase.id;
  return false;
}
