import { StepError } from '../../errors/errors.ts';
import { knownErrorIn, type RepairNames } from '../../gates/known-errors.ts';
import { jobLog } from '../../model/host/job-log.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { JobAction, Step } from '../../model/plan/step.ts';
import type { JobEnd } from '../../transport/port.ts';
import type { At } from './attempt.ts';
import { inOrder, manual, RUN_AGAIN } from '../../model/next-step.ts';

interface FailedJob {
  readonly step: Step;
  readonly job: JobAction;
  readonly at: At;
  readonly names: RepairNames;
}

/** Returns the error of a failed job: its exit, its last lines, and the cause and next step if a known line names them. */
export function jobFailure(
  { step, job, at, names }: FailedJob,
  end: JobEnd,
  lines: readonly string[],
): StepError {
  const how = end.kind === 'ended' ? `exit code ${end.code}` : 'the job was killed, or the host went down';
  const what = `${step.title} failed: ${commandToLog(job.command)}: ${how}`;
  const knownError = knownErrorIn(lines, names);
  const why = knownError && { why: `log: ${knownError.why}` };
  const fix = knownError?.next ?? inOrder(manual('fix what the lines above report'), RUN_AGAIN);
  const next = inOrder(fix, manual(`full log: ${jobLog(job.name)}`));
  return new StepError([{ where: at.host, what, ...why, next, lines }]);
}
