import type { PhaseId } from '../../model/names.ts';
import type { PhaseState, RunState } from './state.ts';

/** Expected duration of each phase, estimated from earlier runs. */
export interface Expectation {
  /** In the order of the plan: a phase comes after the phases in `after`. */
  readonly phases: readonly {
    readonly id: PhaseId;
    readonly after: readonly PhaseId[];
    readonly ms: number;
  }[];
}

/**
 * Returns the remaining time of the run along its longest path, or undefined if it is unknown. A running phase that
 * takes longer than expected has no known end, so the rest is unknown too.
 */
export function remainingMs(
  state: RunState,
  expected: Expectation | undefined,
  now: number,
): number | undefined {
  if (!expected || state.finished || state.interrupted) return undefined;
  const states = new Map(state.phases.map((phase) => [phase.id, phase]));
  const ends = new Map<PhaseId, number>();
  for (const { id, after, ms } of expected.phases) {
    const left = phaseLeft(states.get(id), ms, now);
    if (left === undefined) return undefined;
    ends.set(id, left === 0 ? 0 : Math.max(0, ...after.map((before) => ends.get(before) ?? 0)) + left);
  }
  return Math.max(0, ...ends.values());
}

function phaseLeft(phase: PhaseState | undefined, ms: number, now: number): number | undefined {
  if (phase?.status === 'waiting') return ms;
  if (phase?.status !== 'running') return 0;
  const left = ms - (now - phase.since);
  return left > 0 ? left : undefined;
}
