import { StepError } from '../../../errors/errors.ts';
import { UnreadableDataError } from '../../../errors/unreadable-data.ts';
import type { HeldBy, Lock, Session } from '../../port.ts';
import type { Holder } from '../../../model/stored-formats.ts';
import { readLock } from './read-survey.ts';
import type { Fence } from '../scripts/fence.ts';
import { releaseLock, renewLock, takeLock } from '../scripts/lock.ts';
import type { Script } from '../scripts/script.ts';
import { lastLines, outOf } from '../worker/text.ts';
import type { Reply } from '../worker/worker.ts';

/** The lock of one host, and with it what its session's changes are fenced by. */
export interface HostLock {
  /** From the first attempt on: a session that was refused the lock changes nothing either. */
  fence(): Fence | undefined;
  /** @throws StepError when there is no place to write it */
  take(holder: Holder, overtake?: string): ReturnType<Session['lock']>;
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
    take: async (holder, overtake) => {
      fence = { cluster: holder.cluster, token: holder.token };
      const { sections, stderr } = await run(takeLock(holder, overtake));
      const answer = sections[0];
      if (answer?.head === 'taken') return { acquired: true, lock: lockOf(fence) };
      if (answer?.head === 'held')
        return { acquired: false, by: heldBy(host, holder.cluster, outOf(answer)) };
      throw new StepError([
        {
          where: host,
          what: 'its lock can be neither taken nor read',
          next: 'look at /run/quorate there',
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
