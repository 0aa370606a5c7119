import { UsageError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { PhaseId } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';

/**
 * Returns the plan without a phase and the phases that depend on it.
 * @throws UsageError if the plan has no such phase
 */
export function planUntil(plan: Plan, last: PhaseId): Plan {
  const ids = plan.phases.map(({ id }) => id);
  if (!ids.includes(last)) throw unknownPhase(plan, last, ids);
  const out = new Set<PhaseId>();
  for (const { id, after } of plan.phases) if (id === last || after.some((one) => out.has(one))) out.add(id);
  return { ...plan, phases: plan.phases.filter(({ id }) => !out.has(id)), closing: stoppedBefore(last) };
}

/** Closing line of a run that stopped before a phase. */
export function stoppedBefore(phase: PhaseId): readonly string[] {
  return [`Stopped before ${phase}. The next deploy continues with this phase.`];
}

function unknownPhase({ playbook }: Plan, wanted: PhaseId, ids: readonly PhaseId[]): UsageError {
  return new UsageError([
    {
      what: `${playbook} has no phase "${wanted}" for this inventory${didYouMean(wanted, ids)}`,
      next: `use one of ${ids.join(', ')}`,
    },
  ]);
}
