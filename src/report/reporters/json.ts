import { nextAsSteps } from '../../model/next-step.ts';
import type { Reader } from '../../events/events.ts';

/** One event a line; the last line of a run is its `run.finished`. */
export function jsonReporter(write: (text: string) => void): Reader {
  return (event) => write(`${JSON.stringify(event, nextAsSteps)}\n`);
}
