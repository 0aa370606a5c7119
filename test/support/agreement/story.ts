import type { RunEvent } from '../../../src/events/events.ts';

/**
 * The steps and verdicts of a run, without times and texts. If they differ between real and simulated hosts, the
 * simulator is wrong.
 */
export interface Story {
  readonly exitCode: number | undefined;
  /** Finished steps of each host, in order. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
  /** Verdicts of each gate, in the order of the phases. Consecutive `waiting` verdicts count once. */
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
