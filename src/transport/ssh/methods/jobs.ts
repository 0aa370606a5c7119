import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock/clock.ts';
import { StepError } from '../../../errors/errors.ts';
import { SECOND } from '../../../model/duration.ts';
import type { HostName, JobName } from '../../../model/names.ts';
import type { FollowFrom, Job, JobEnd, OnLine } from '../../port.ts';
import { lineCutter } from '../worker/lines.ts';
import { checkComplete } from './read-replies.ts';
import { readJob } from './read-survey.ts';
import { followScript, startJobScript } from '../scripts/job.ts';
import type { Fence } from '../scripts/fence.ts';
import { LIMITS } from '../scripts/limits.ts';
import { lastLines } from '../worker/text.ts';
import { Malformed } from '../worker/no-response.ts';
import type { Reply, RunRequest } from '../worker/response.ts';
import { inOrder, manual, RUN_AGAIN } from '../../../model/next-step.ts';

const MOST_AT_ONCE = 1024 * 1024;
/** A log is followed up to this length, because all of it is stored on this machine. The host keeps the rest. */
const LONGEST_LOG = 64 * MOST_AT_ONCE;

export interface JobHost {
  readonly host: HostName;
  readonly login: string;
  readonly fence: Fence | undefined;
  readonly clock: Clock;
  readonly run: RunRequest;
}

/**
 * Starts a job, unless a job of that name is running.
 * @throws StepError if the job cannot be started, for example because the disk is full
 */
export async function startJob(at: JobHost, job: Job): Promise<void> {
  const unit = `quorate-${job.name.replace(/[^\w.-]/g, '-')}-${randomBytes(4).toString('hex')}`;
  const { login, fence } = at;
  const script = startJobScript(job, unit, { login, ...(fence ? { fence } : {}) });
  const request = { ...script, what: `starting the job ${job.name}`, limitMs: LIMITS.script };
  const reply = await at.run(request, (answer) => {
    if (answer.code === 0) checkComplete(answer);
    return answer;
  });
  if (reply.code === 0) return;
  throw new StepError([
    {
      where: at.host,
      what: `cannot start the job ${job.name}`,
      next: inOrder(manual('fix the cause in the lines above'), RUN_AGAIN),
      lines: lastLines(reply.stderr),
    },
  ]);
}

/**
 * Polls the job's log through the worker, the shell on the host that runs all scripts. A second channel might be
 * refused by sshd.
 */
export async function followJob(
  at: JobHost,
  name: JobName,
  { offset, limitMs = Infinity, onLine }: FollowFrom & { readonly onLine: OnLine },
): Promise<JobEnd> {
  const lines = lineCutter(offset, onLine);
  let position = Math.max(0, offset - 1);
  let pause = SECOND / 4;
  const last = position + LONGEST_LOG;
  const deadline = at.clock.now() + limitMs;
  for (;;) {
    const most = Math.min(MOST_AT_ONCE, last - position);
    const request = {
      ...followScript(name, position, most),
      what: `following the job ${name}`,
      limitMs: LIMITS.script,
    };
    const { bytes, end } = await at.run(request, (reply) => readProgress(reply, most));
    lines.push(bytes);
    position += bytes.length;
    if (bytes.length > 0 && bytes.length === most) continue;
    if (end) {
      // The last bytes of a vanished job may be half a line, and are not reported.
      if (end.kind === 'ended') lines.end();
      return end;
    }
    if (at.clock.now() >= deadline) return { kind: 'overdue' };
    pause = bytes.length > 0 ? SECOND / 4 : Math.min(2 * pause, SECOND);
    await at.clock.sleep(pause);
  }
}

interface Progress {
  /** The next bytes of the log. */
  readonly bytes: Buffer;
  /** Absent while the job runs. */
  readonly end?: JobEnd;
}

/** @param most the number of bytes that were requested */
function readProgress(reply: Reply, most: number): Progress {
  checkComplete(reply);
  const [seen] = reply.sections;
  if (seen?.head === 'absent') return { bytes: Buffer.alloc(0), end: { kind: 'vanished' } };
  if (!seen?.head.startsWith('job ')) throw new Malformed('no state of the job');
  if (seen.out.length > most) throw new Malformed(`more than ${most} bytes of the log`);
  const job = readJob(seen.head.replace(/^job /, ''));
  if (job.state === 'running') return { bytes: seen.out };
  const end: JobEnd = job.state === 'ended' ? { kind: 'ended', code: job.code ?? 1 } : { kind: 'vanished' };
  return { bytes: seen.out, end };
}
