import type { Typed } from '../../model/next-step.ts';
import type { Reader } from '../../events/events.ts';
import { NOTHING_YET, reduce } from '../run/state.ts';
import { summarize } from '../run/summary.ts';
import { stopwatch } from '../text.ts';
import { eventMessage } from '../run/event-messages.ts';

interface PlainOptions extends Typed {
  readonly write: (text: string) => void;
  /** Also prints connections, surveys, the output of steps and the steps that changed nothing. */
  readonly verbose: boolean;
}

/**
 * Prints a run for pipes and CI: a line for each event that matters, with the time since the start, then the summary.
 */
export function plainReporter({ write, verbose, ...typed }: PlainOptions): Reader {
  let state = NOTHING_YET;
  const polled = new Map<string, string>();
  return (event) => {
    state = reduce(state, event);
    const line = eventMessage(event, verbose);
    // A gate queries the hosts every few seconds. Prints what it found only when that changes.
    const again = event.kind === 'gate.polled' && polled.get(event.gate) === line;
    if (event.kind === 'gate.polled' && line) polled.set(event.gate, line);
    if (line && !again) write(`${stopwatch(event.at - (state.startedAt || event.at))} ${line}\n`);
    if (event.kind === 'run.finished') write(`\n${summarize(state, typed)}\n`);
  };
}
