import type { RunEvent } from '../events/events.ts';
import type { GateName, HostName, PhaseId, StepId } from '../model/names.ts';

/** Duration of a step that changed its host. */
interface StepTime {
  readonly step: StepId;
  readonly phase: PhaseId;
  readonly host: HostName;
  readonly ms: number;
}

/** Duration of the wait for a gate. */
interface GateTime {
  readonly phase: PhaseId;
  readonly gate: GateName;
  /** True if its phase changed a host before, so that the service had to settle. */
  readonly settling: boolean;
  readonly ms: number;
}

/** Durations in one run. */
export interface RunTimes {
  readonly steps: readonly StepTime[];
  readonly gates: readonly GateTime[];
  /** Time before the first phase: connecting, surveying, locking. */
  readonly beginning?: number;
}

/**
 * Reads durations from the events of a run. Ignores failed steps, attached jobs, and gates of phases that did not
 * start.
 */
export function timesOf(events: readonly RunEvent[]): RunTimes {
  const attached = new Set(events.flatMap((e) => (e.kind === 'step.started' && e.attached ? [e.step] : [])));
  const steps = events.flatMap((event): readonly StepTime[] => {
    if (event.kind !== 'step.finished' || event.outcome !== 'changed' || attached.has(event.step)) return [];
    const { step, phase, host, ms } = event;
    return [{ step, phase, host, ms }];
  });
  const changed = new Set(steps.map(({ phase }) => phase));
  const gates = events.flatMap((event): readonly GateTime[] => {
    if (event.kind !== 'gate.finished' || event.outcome !== 'ready' || !hasStarted(events, event.phase))
      return [];
    const { phase, gate, ms } = event;
    return [{ phase, gate, settling: changed.has(phase), ms }];
  });
  const [start, first] = [startOf(events), events.find(({ kind }) => kind === 'phase.started')?.at];
  return { steps, gates, ...(start !== undefined && first !== undefined && { beginning: first - start }) };
}

/** True if the phase started. A run that has nothing to do starts no phase and queries each gate once. */
function hasStarted(events: readonly RunEvent[], phase: PhaseId): boolean {
  return events.some((event) => event.kind === 'phase.started' && event.phase === phase);
}

function startOf(events: readonly RunEvent[]): number | undefined {
  return events.find(({ kind }) => kind === 'run.started')?.at;
}
