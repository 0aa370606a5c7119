import { StepError } from '../../errors/errors.ts';
import { formatDuration, MINUTE } from '../../model/duration.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import { KILLED } from '../../gates/causes/classify-failure.ts';
import { showLog } from '../../gates/causes/show-log.ts';
import { jobLog } from '../../model/host/job-log.ts';
import { inOrder, RUN_AGAIN } from '../../model/next-step.ts';
import type { JobAction, Step } from '../../model/plan/step.ts';
import type { JobDecision } from '../../plan/compare/decide-job.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { JobEnd, JobState } from '../../transport/port.ts';
import type { Acting, At, StepProgress } from './attempt.ts';
import { keyedInputsOn } from './receipts.ts';
import { followUp } from './follow-up.ts';
import { stepFailure } from './step-failure.ts';
import type { Run } from '../run.ts';
import { FORMAT, jobReceipt } from '../../model/stored-formats.ts';

const LINES_KEPT = 15;
/** Color codes in the product's log lines. */
const COLOR_CODES = /\u001b\[[0-9;]*m/g;

interface Working {
  readonly step: Step;
  readonly job: JobAction;
  readonly at: At;
  readonly attempt: StepProgress;
}

/**
 * Starts a job or attaches to a running one, and follows it to its end.
 * @throws StepError with the last lines of the job
 */
export async function actJob(
  run: Run,
  step: Step,
  acting: Acting & { decision: Exclude<JobDecision, { do: 'nothing' | 'adopt' }> },
): Promise<void> {
  if (step.action.kind !== 'job') return;
  const { at, attempt, decision } = acting;
  const working = { step, job: step.action, at, attempt };
  switch (decision.do) {
    case 'attach':
      attempt.job ??= { before: undefined };
      attempt.logOffset ??= seenJob(run, working)?.logSize ?? 0;
      return follow(run, working);
    case 'repair':
    case 'start':
      return start(run, working);
  }
}

async function start(run: Run, working: Working): Promise<void> {
  const { job, at, attempt } = working;
  const { receipt, inputs } = receiptOfJob(job);
  const keyed = await keyedInputsOn(run, at, inputs);
  attempt.job ??= { before: seenJob(run, working)?.startedAt };
  attempt.logOffset = 0;
  await run.fleet.session(at.host).startJob({
    name: job.name,
    command: job.command,
    receipt: { name: receipt, receipt: { v: FORMAT, inputs: keyed, run: run.env.run } },
  });
  await follow(run, working);
}

function seenJob(run: Run, { job, at }: Working): JobState | undefined {
  return run.fleet.remembered(at.host)?.jobs[job.name];
}

/**
 * Fails the step if this run started its job and the job failed while the connection was lost. The job is not started again.
 * @throws StepError with its last lines
 */
export async function refuseSecondStart(run: Run, step: Step, { at, attempt }: Acting): Promise<void> {
  if (step.action.kind !== 'job') return;
  const { action: job } = step;
  const working = { step, job, at, attempt };
  const seen = seenJob(run, working);
  if (!attempt.job || !seen || seen.startedAt === attempt.job.before) return;
  const log = await run.fleet.steady(at.host, (session) =>
    session.read(jobLog(job.name), { tailBytes: 8 * 1024 }),
  );
  const end: JobEnd = seen.code === undefined ? { kind: 'vanished' } : { kind: 'ended', code: seen.code };
  const lines = (log ?? '').replace(COLOR_CODES, '').trimEnd().split('\n').slice(-LINES_KEPT);
  throw await jobFailure(run, working, { end, lines });
}

/**
 * Returns the receipt that the job writes. A job whose `unless` is not a receipt writes one that is named after the
 * job, because `startJob` always needs a receipt.
 */
export function receiptOfJob(job: JobAction): { receipt: string; inputs: Readonly<Record<string, string>> } {
  const { unless } = job;
  return typeof unless === 'object' && 'receipt' in unless
    ? unless
    : { receipt: jobReceipt(job.name), inputs: {} };
}

async function follow(run: Run, working: Working): Promise<void> {
  const { step, job, at, attempt } = working;
  const kept: string[] = [];
  const onLine = (raw: string, next: number) => {
    attempt.logOffset = next;
    const line = raw.replace(COLOR_CODES, '').trimEnd();
    kept.push(line);
    if (kept.length > LINES_KEPT) kept.shift();
    run.env.emit({ kind: 'step.output', ...at, step: step.id, line });
  };
  const session = run.fleet.session(at.host);
  const limitMs = STOPPED_AFTER * job.command.timeoutMs + MINUTE;
  const end = await Promise.race([
    session.followJob(job.name, { offset: attempt.logOffset ?? 0, limitMs }, onLine),
    interrupted(run.env.signal),
  ]);
  run.fleet.changed();
  if (end === 'interrupted') {
    attempt.left = true;
    attempt.note = 'the job continues on its host';
    return;
  }
  if (end.kind === 'ended' && end.code === 0) return;
  if (end.kind === 'overdue') throw overdue(working, limitMs);
  throw await jobFailure(run, working, { end, lines: kept });
}

async function jobFailure(
  run: Run,
  { step, job, at }: Working,
  { end, lines }: { end: JobEnd; lines: readonly string[] },
): Promise<StepError> {
  const how = end.kind === 'ended' ? `exit code ${end.code}` : 'the job was killed, or the host went down';
  const exit = end.kind === 'ended' ? end.code : undefined;
  const isKilled = exit === undefined || exit === KILLED;
  const { machine, kernel } = await followUp(run, at.host, { isKilled });
  return stepFailure({
    ...{ step, at, names: platformOf(run.plan), lines, machine, kernel, exit },
    how: `${commandToLog(job.command)}: ${how}`,
    show: showLog(at.host, jobLog(job.name)),
  });
}

/**
 * A host must have stopped a job after this many time limits of its command: one for the command, and one for the
 * update of the package lists before it.
 */
const STOPPED_AFTER = 2;

function overdue({ step, job, at }: Working, limitMs: number): StepError {
  const what = `${step.title}: the job ${job.name} is still running after ${formatDuration(limitMs)}`;
  const why = `the limit of the job is ${formatDuration(job.command.timeoutMs)}, but the host did not stop it`;
  const next = inOrder(showLog(at.host, jobLog(job.name)), 'find out what the job waits for', RUN_AGAIN);
  return new StepError([{ where: at.host, what, why, next }]);
}

function interrupted(signal: AbortSignal): Promise<'interrupted'> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('interrupted');
    signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
  });
}
