import { inOrder, shellOn, RUN_AGAIN } from '../../../model/next-step.ts';
import { StepError } from '../../../errors/errors.ts';
import { UnreadableDataError } from '../../../errors/unreadable-data.ts';
import type { HeldBy, Lock, Session } from '../../port.ts';
import type { Holder } from '../../../model/stored-formats.ts';
import { readLock } from './read-survey.ts';
import type { Fence } from '../scripts/fence.ts';
import { releaseLockScript, renewLockScript, acquireLockScript } from '../scripts/lock.ts';
import { LIMITS } from '../scripts/limits.ts';
import { Malformed } from '../worker/no-response.ts';
import { checkComplete } from './read-replies.ts';
import { lastLines, outOf } from '../worker/text.ts';
import type { Reply, RunRequest } from '../worker/response.ts';

/** The lock of one host, and the fence for the session's changes: the check that this run still holds the lock. */
interface HostLock {
  /**
   * Set from the first attempt to acquire the lock until the lock is released. A session whose attempt was refused can
   * therefore not change anything.
   */
  fence(): Fence | undefined;
  /** @throws StepError if the lock file cannot be written, UnreadableDataError if the lock has another format */
  acquire(holder: Holder, takeOver?: string): ReturnType<Session['lock']>;
}

export function hostLock(host: string, run: RunRequest): HostLock {
  let fence: Fence | undefined;
  const limitMs = LIMITS.lock;
  const lockOf = (mine: Fence): Lock => ({
    renew: () => run({ ...renewLockScript(mine), what: 'renewing the lock', limitMs }, checkComplete),
    release: async () => {
      await run({ ...releaseLockScript(mine), what: 'releasing the lock', limitMs }, checkComplete);
      fence = undefined;
    },
  });
  return {
    fence: () => fence,
    acquire: async (holder, takeOver) => {
      fence = { cluster: holder.cluster, token: holder.token };
      const mine = fence;
      const request = { ...acquireLockScript(holder, takeOver), what: 'acquiring the lock', limitMs };
      return run(request, (reply) => {
        const by = readHolder(host, holder.cluster, reply);
        return by ? { acquired: false, by } : { acquired: true, lock: lockOf(mine) };
      });
    },
  };
}

/** @returns the holder; undefined if the lock was acquired */
function readHolder(host: string, cluster: string, { code, sections, stderr }: Reply): HeldBy | undefined {
  const [answer] = sections;
  if (answer?.head === 'acquired') return undefined;
  if (answer?.head === 'held') return heldBy(host, cluster, outOf(answer));
  if (code === 0) throw new Malformed('neither acquired nor held');
  throw new StepError([
    {
      where: host,
      what: 'cannot acquire or read the lock',
      next: inOrder('check that root can write there', shellOn(host, 'ls -ld /run /run/quorate'), RUN_AGAIN),
      lines: lastLines(stderr),
    },
  ]);
}

function heldBy(host: string, cluster: string, text: string): HeldBy {
  const reading = readLock(cluster, text);
  if ('unreadable' in reading) throw new UnreadableDataError({ [host]: [reading.unreadable] });
  return reading.value;
}
