import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock/clock.ts';
import { StepError } from '../../../errors/errors.ts';
import { SECOND } from '../../../model/duration.ts';
import type { HostName, JobName } from '../../../model/names.ts';
import type { Job, JobEnd, OnLine } from '../../port.ts';
import type { Section } from '../worker/frame.ts';
import { lineCutter } from '../worker/lines.ts';
import { readJob } from './read-survey.ts';
import { followScript, startJobScript } from '../scripts/job.ts';
import type { Fence } from '../scripts/fence.ts';
import type { Script } from '../scripts/script.ts';
import { lastLines } from '../worker/text.ts';
import type { Reply } from '../worker/worker.ts';

const MOST_AT_ONCE = 1024 * 1024;

export interface JobHost {
  readonly host: HostName;
  readonly login: string;
  readonly fence: Fence | undefined;
  readonly clock: Clock;
  run(script: Script): Promise<Reply>;
}

/**
 * Starts a job, unless a job of that name is running.
 * @throws StepError if the job cannot be started, for example because the disk is full
 */
export async function startJob(at: JobHost, job: Job): Promise<void> {
  const unit = `quorate-${job.name.replace(/[^\w.-]/g, '-')}-${randomBytes(4).toString('hex')}`;
  const { login, fence } = at;
  const reply = await at.run(startJobScript(job, unit, { login, ...(fence ? { fence } : {}) }));
  if (reply.code === 0) return;
  throw new StepError([
    {
      where: at.host,
      what: `cannot start the job ${job.name}`,
      next: 'fix the cause in the lines above, then run the same command again',
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
  { offset, onLine }: { offset: number; onLine: OnLine },
): Promise<JobEnd> {
  const lines = lineCutter(offset, onLine);
  let position = Math.max(0, offset - 1);
  let pause = SECOND / 4;
  for (;;) {
    const { sections } = await at.run(followScript(name, position, MOST_AT_ONCE));
    const seen = sections[0];
    if (!seen) return { kind: 'vanished' };
    lines.push(seen.out);
    position += seen.out.length;
    if (seen.out.length === MOST_AT_ONCE) continue;
    const end = endOf(seen);
    if (end) {
      // The last bytes of a vanished job may be half a line, and are not reported.
      if (end.kind === 'ended') lines.end();
      return end;
    }
    pause = seen.out.length > 0 ? SECOND / 4 : Math.min(2 * pause, SECOND);
    await at.clock.sleep(pause);
  }
}

function endOf(seen: Section): JobEnd | undefined {
  const job = readJob(seen.head.slice('job '.length));
  if (job.state === 'running') return undefined;
  return job.state === 'ended' ? { kind: 'ended', code: job.code ?? 1 } : { kind: 'vanished' };
}
