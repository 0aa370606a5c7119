import type { GateCheck } from '../../model/health/gate.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { Step } from '../../model/plan/step.ts';

/**
 * Returns the check of the gate that decides whether a step is skipped.
 * @throws Error (a bug) if the plan does not contain it
 */
export function plannedGateCheck(plan: Plan, step: Step): GateCheck {
  const { action } = step;
  const unless = action.kind === 'run' || action.kind === 'job' ? action.unless : undefined;
  const name = typeof unless === 'object' && 'gate' in unless ? unless.gate : undefined;
  const check = plan.guards.find((gate) => gate.gate === name);
  if (!check) throw new Error(`${step.id} requires gate ${name}, which is not in the plan`);
  return {
    ...check,
    args: { ...check.args, ...(typeof unless === 'object' && 'args' in unless ? unless.args : {}) },
  };
}
