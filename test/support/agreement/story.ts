import type { RunEvent } from '../../../src/events/events.ts';

/** What a run did, without times and texts: the same on real and on simulated hosts, or the simulator is wrong. */
export interface Story {
  readonly exitCode: number | undefined;
  /** The steps that finished, per host, in order. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
  /** What each gate said, in the order of the phases; `waiting` once, however often it was asked. */
  readonly gates: Readonly<Record<string, readonly string[]>>;
}

export function storyOf(events: readonly RunEvent[]): Story {
  const steps: Record<string, string[]> = {};
  const gates: Record<string, string[]> = {};
  for (const event of events) {
    if (event.kind === 'step.finished') (steps[event.host] ??= []).push(event.step);
    if (event.kind === 'gate.polled')
      add((gates[`${event.phase} ${event.gate}`] ??= []), event.verdict.state);
  }
  const last = events.at(-1);
  return { exitCode: last?.kind === 'run.finished' ? last.exitCode : undefined, steps, gates };
}

function add(verdicts: string[], state: string): void {
  if (state !== 'waiting' || verdicts.at(-1) !== 'waiting') verdicts.push(state);
}
