import type { Estimate } from '../model/plan/forecast.ts';
import type { PhaseId, StepId } from '../model/names.ts';
import type { PhasePlan, Plan } from '../model/plan/plan.ts';
import type { Step } from '../model/plan/step.ts';
import type { RunTimes } from './durations.ts';

/**
 * Estimates the duration of a plan from earlier runs, along its longest path: in a parallel phase the steps of
 * different hosts run at the same time, in any other phase the hosts follow each other. Pure.
 * @param changing steps that will change a host
 * @param runs earlier runs, newest first
 */
export function estimate(plan: Plan, changing: ReadonlySet<StepId>, runs: readonly RunTimes[]): Estimate {
  const { known, phases, unknown } = estimatePhases(plan, changing, runs);
  const ends = new Map<string, number>();
  for (const { id, after, ms } of phases) {
    const before = Math.max(0, ...after.map((name) => ends.get(name) ?? 0));
    ends.set(id, before + ms);
  }
  const beginning = typical(known.flatMap((run) => (run.beginning === undefined ? [] : [run.beginning])));
  return { runs: known.length, ms: beginning + Math.max(0, ...ends.values()), unknown };
}

interface PhaseEstimates {
  /** Runs with usable durations. */
  readonly known: readonly RunTimes[];
  /** In the order of the plan. */
  readonly phases: readonly {
    readonly id: PhaseId;
    readonly after: readonly PhaseId[];
    readonly ms: number;
  }[];
  /** Steps and gates without a known duration. */
  readonly unknown: readonly string[];
}

/** Estimates the duration of each phase of a plan, as `estimate` does. */
export function estimatePhases(
  plan: Plan,
  changing: ReadonlySet<StepId>,
  runs: readonly RunTimes[],
): PhaseEstimates {
  const known = runs.filter(({ steps, gates }) => steps.length + gates.length > 0);
  const unknown: string[] = [];
  const timeOf = (name: string, samples: readonly number[]) => {
    if (samples.length === 0) unknown.push(name);
    return typical(samples);
  };
  const phases = plan.phases.map((phase) => ({
    id: phase.id,
    after: phase.after,
    ms: phaseTime(phase, { changing, known, timeOf }),
  }));
  return { known, phases, unknown };
}

interface Knowing {
  readonly changing: ReadonlySet<StepId>;
  readonly known: readonly RunTimes[];
  readonly timeOf: (name: string, samples: readonly number[]) => number;
}

function phaseTime(phase: PhasePlan, { changing, known, timeOf }: Knowing): number {
  const lanes = phase.lanes.map(({ steps }) =>
    sum(
      steps
        .filter(({ id }) => changing.has(id))
        .map((step) => timeOf(step.id, stepTimes(step, phase, known))),
    ),
  );
  const settling = phase.lanes.some(({ steps }) => steps.some(({ id }) => changing.has(id)));
  const gates = phase.gates.map(({ gate }) => {
    const times = known.flatMap((run) => run.gates.filter((time) => time.gate === gate));
    const alike = times.filter((time) => time.phase === phase.id && time.settling === settling);
    return timeOf(
      `gate ${gate}`,
      (alike.length > 0 ? alike : times).map(({ ms }) => ms),
    );
  });
  return (phase.order === 'parallel' ? Math.max(0, ...lanes) : sum(lanes)) + sum(gates);
}

/** Durations of this step in earlier runs; if there are none, of the same step on other hosts of its phase. */
function stepTimes({ id }: Step, phase: PhasePlan, known: readonly RunTimes[]): readonly number[] {
  const times = known.flatMap((run) => run.steps);
  const same = times.filter(({ step }) => step === id);
  const alike = times.filter(({ step, phase: of }) => of === phase.id && slug(step) === slug(id));
  return (same.length > 0 ? same : alike).map(({ ms }) => ms);
}

const slug = (id: StepId): string => id.slice(id.lastIndexOf('/') + 1);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Median of the newest five samples, so that a single slow run has no effect. */
function typical(samples: readonly number[]): number {
  const newest = samples.slice(0, 5).sort((a, b) => a - b);
  return newest[Math.floor(newest.length / 2)] ?? 0;
}
