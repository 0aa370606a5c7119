import type { RunEvent } from '../events/events.ts';
import type { GateName, HostName, PhaseId, StepId } from '../model/names.ts';

/** How long one step took that changed something. */
interface StepTime {
  readonly step: StepId;
  readonly phase: PhaseId;
  readonly host: HostName;
  readonly ms: number;
}

/** How long one gate was awaited. */
interface GateTime {
  readonly phase: PhaseId;
  readonly gate: GateName;
  /** Something was changed in its phase before: it had to settle. */
  readonly settling: boolean;
  readonly ms: number;
}

/** What one run tells of how long things take. */
export interface RunTimes {
  readonly steps: readonly StepTime[];
  readonly gates: readonly GateTime[];
  /** From its start to its first phase: connecting, looking at the hosts, locking. */
  readonly beginning?: number;
}

/** Reads durations from the events of a run. Of what failed, was joined half-way or asked only once nothing is learnt. */
export function timesOf(events: readonly RunEvent[]): RunTimes {
  const attached = new Set(events.flatMap((e) => (e.kind === 'step.started' && e.attached ? [e.step] : [])));
  const steps = events.flatMap((event): readonly StepTime[] => {
    if (event.kind !== 'step.finished' || event.outcome !== 'changed' || attached.has(event.step)) return [];
    const { step, phase, host, ms } = event;
    return [{ step, phase, host, ms }];
  });
  const changed = new Set(steps.map(({ phase }) => phase));
  const gates = events.flatMap((event): readonly GateTime[] => {
    if (event.kind !== 'gate.finished' || event.outcome !== 'ready' || !begun(events, event.phase)) return [];
    const { phase, gate, ms } = event;
    return [{ phase, gate, settling: changed.has(phase), ms }];
  });
  const [start, first] = [startOf(events), events.find(({ kind }) => kind === 'phase.started')?.at];
  return { steps, gates, ...(start !== undefined && first !== undefined && { beginning: first - start }) };
}

/** Where nothing had to change no phase begins: its gates are only asked once. */
function begun(events: readonly RunEvent[], phase: PhaseId): boolean {
  return events.some((event) => event.kind === 'phase.started' && event.phase === phase);
}

function startOf(events: readonly RunEvent[]): number | undefined {
  return events.find(({ kind }) => kind === 'run.started')?.at;
}
