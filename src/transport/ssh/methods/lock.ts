import { StepError } from '../../../errors/errors.ts';
import { UnreadableDataError } from '../../../errors/unreadable-data.ts';
import type { HeldBy, Lock, Session } from '../../port.ts';
import type { Holder } from '../../../model/stored-formats.ts';
import { readLock } from './read-survey.ts';
import type { Fence } from '../scripts/fence.ts';
import { releaseLock, renewLock, acquireLock } from '../scripts/lock.ts';
import type { Script } from '../scripts/script.ts';
import { lastLines, outOf } from '../worker/text.ts';
import type { Reply } from '../worker/worker.ts';

/** The lock of one host, and the fence for the session's changes: the check that this run still holds the lock. */
interface HostLock {
  /**
   * Set from the first attempt to acquire the lock until the lock is released. A session whose attempt was refused can
   * therefore not change anything.
   */
  fence(): Fence | undefined;
  /** @throws StepError if the lock file cannot be written, UnreadableDataError if it has another format */
  acquire(holder: Holder, takeOver?: string): ReturnType<Session['lock']>;
}

export function hostLock(host: string, run: (script: Script) => Promise<Reply>): HostLock {
  let fence: Fence | undefined;
  const lockOf = (mine: Fence): Lock => ({
    renew: async () => {
      await run(renewLock(mine));
    },
    release: async () => {
      await run(releaseLock(mine));
      fence = undefined;
    },
  });
  return {
    fence: () => fence,
    acquire: async (holder, takeOver) => {
      fence = { cluster: holder.cluster, token: holder.token };
      const { sections, stderr } = await run(acquireLock(holder, takeOver));
      const answer = sections[0];
      if (answer?.head === 'acquired') return { acquired: true, lock: lockOf(fence) };
      if (answer?.head === 'held')
        return { acquired: false, by: heldBy(host, holder.cluster, outOf(answer)) };
      throw new StepError([
        {
          where: host,
          what: 'cannot acquire or read the lock',
          next: `check that root can write to /run/quorate on ${host}`,
          lines: lastLines(stderr),
        },
      ]);
    },
  };
}

function heldBy(host: string, cluster: string, text: string): HeldBy {
  const reading = readLock(cluster, text);
  if ('unreadable' in reading) throw new UnreadableDataError({ [host]: [reading.unreadable] });
  return reading.value;
}
