import { nextAsSteps } from '../../model/next-step.ts';
import { FORMAT } from '../../model/stored-formats.ts';

/** The answer of a command with `--output json`: one object, with the format number first. */
export function jsonOutput(answer: object): string {
  return JSON.stringify({ v: FORMAT, ...answer }, nextAsSteps);
}
