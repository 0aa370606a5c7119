import type { RunEvent } from '../../src/events/events.ts';

type Interval = readonly [from: number, to: number];

/**
 * Returns the milliseconds of a run in which no host works: none is being connected or surveyed, runs a step, or is asked
 * by a gate. Services that start while a gate waits count as work.
 */
export function idleTime(events: readonly RunEvent[]): number {
  const from = events[0]?.at ?? 0;
  const to = events.at(-1)?.at ?? from;
  let end = from;
  let idle = 0;
  for (const [start, finish] of [...workOf(events)].sort(([a], [b]) => a - b)) {
    idle += Math.max(0, start - end);
    end = Math.max(end, finish);
  }
  return idle + Math.max(0, to - end);
}

function workOf(events: readonly RunEvent[]): readonly Interval[] {
  return events.flatMap((event): readonly Interval[] =>
    event.kind === 'host.connected' ||
    event.kind === 'host.surveyed' ||
    event.kind === 'step.finished' ||
    event.kind === 'gate.finished'
      ? [[event.at - event.ms, event.at]]
      : [],
  );
}
