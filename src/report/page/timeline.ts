import type { RunEvent } from '../../events/events.ts';
import type { HostName, PhaseId } from '../../model/names.ts';

/** A part of the timeline: `waiting` is the time in which a proof or a gate delays the run. */
export interface Bar {
  readonly kind: 'working' | 'waiting' | 'failed';
  readonly phase: PhaseId;
  readonly label: string;
  /** Milliseconds since the start of the run. */
  readonly from: number;
  readonly ms: number;
}

interface HostRow {
  readonly host: HostName;
  readonly bars: readonly Bar[];
}

/** A phase with its gates, and what the end of the phase waited for. */
export interface PhaseSpan {
  readonly id: PhaseId;
  readonly from: number;
  readonly ms: number;
  readonly outcome: string;
  readonly gates: readonly Bar[];
  /** The last step that finished before the gates. */
  readonly last?: Bar & { readonly host: HostName };
  /** True if the run would end earlier if this phase were shorter. */
  readonly isCritical: boolean;
}

export interface Timeline {
  readonly ms: number;
  readonly phases: readonly PhaseSpan[];
  readonly hosts: readonly HostRow[];
}

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** Computes when each phase, host and gate worked or waited. Pure. */
export function timelineOf(events: readonly RunEvent[], hosts: readonly HostName[]): Timeline {
  const start = events.find(({ kind }) => kind === 'run.started')?.at ?? events[0]?.at ?? 0;
  const end = events.at(-1)?.at ?? start;
  const rows = hosts.map((host) => ({ host, bars: barsOf(events, host, { start, end }) }));
  const spans = events.flatMap((event) =>
    event.kind === 'phase.finished' ? [spanOf(event, { events, rows, start })] : [],
  );
  return { ms: end - start, phases: withCriticalPath(spans), hosts: rows };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Steps of a host, and the time before a step in which a proof delayed it. */
function barsOf(events: readonly RunEvent[], host: HostName, { start, end }: Range): readonly Bar[] {
  const bars: Bar[] = [];
  const begun = new Map<string, Of<'step.started'>>();
  const delayed = new Map<string, number>();
  for (const event of events) {
    if (!('step' in event) || event.host !== host) continue;
    if (event.kind === 'step.started') begun.set(event.step, event);
    if (event.kind === 'proof') {
      const since = delayed.get(event.step);
      if (event.state === 'wait') delayed.set(event.step, since ?? event.at);
      else if (since !== undefined) {
        bars.push({
          kind: 'waiting',
          phase: event.phase,
          label: 'waits for the proof',
          from: since - start,
          ms: event.at - since,
        });
        delayed.delete(event.step);
      }
    }
    if (event.kind === 'step.finished' && begun.delete(event.step)) bars.push(stepBar(event, start));
  }
  for (const { at, phase, title } of begun.values())
    bars.push({ kind: 'failed', phase, label: `${title}: no end recorded`, from: at - start, ms: end - at });
  return bars;
}

function stepBar({ at, ms, phase, title, outcome }: Of<'step.finished'>, start: number): Bar {
  const kind = outcome === 'failed' || outcome === 'unknown' ? 'failed' : 'working';
  return { kind, phase, label: `${title}: ${outcome}`, from: at - ms - start, ms };
}

function spanOf(
  { phase, at, ms, outcome }: Of<'phase.finished'>,
  { events, rows, start }: { events: readonly RunEvent[]; rows: readonly HostRow[]; start: number },
): PhaseSpan {
  const gates = events.flatMap((event): readonly Bar[] =>
    event.kind === 'gate.finished' && event.phase === phase
      ? [
          {
            kind: event.outcome === 'ready' ? 'waiting' : 'failed',
            phase,
            label: `gate ${event.gate}: ${event.outcome}`,
            from: event.at - event.ms - start,
            ms: event.ms,
          },
        ]
      : [],
  );
  const steps = rows.flatMap(({ host, bars }) =>
    bars.filter((bar) => bar.phase === phase && bar.kind !== 'waiting').map((bar) => ({ ...bar, host })),
  );
  const [last] = [...steps].sort((a, b) => b.from + b.ms - (a.from + a.ms));
  const span = { id: phase, from: at - ms - start, ms, outcome, gates, isCritical: false };
  return { ...span, ...(last && { last }) };
}

/** Follows, from the end of the run, the phase that finished last before each phase started. */
function withCriticalPath(spans: readonly PhaseSpan[]): readonly PhaseSpan[] {
  const critical = new Set<PhaseId>();
  const byEnd = [...spans].sort((a, b) => b.from + b.ms - (a.from + a.ms));
  let [next] = byEnd;
  while (next) {
    const { id, from } = next;
    critical.add(id);
    next = byEnd.find((span) => !critical.has(span.id) && span.from + span.ms <= from);
  }
  return [...spans]
    .sort((a, b) => a.from - b.from)
    .map((span) => ({ ...span, isCritical: critical.has(span.id) }));
}
