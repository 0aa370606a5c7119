import { nextAsSteps } from '../../model/next-step.ts';
import type { Reader } from '../../events/events.ts';

/** Prints one event per line. The last line of a run is `run.finished`. */
export function jsonReporter(write: (text: string) => void): Reader {
  return (event) => write(`${JSON.stringify(event, nextAsSteps)}\n`);
}
