import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from './acknowledged.ts';
import type { Attempt, Outcome } from './attempts.ts';

/** A destination of ids. `write` resolves once the id is stored permanently. */
export interface Target {
  /** @throws NotStored if the id is certainly not stored. After any other error, the result is unknown. */
  write(id: string): Promise<void>;
  /** Closes the connection, so that the next write opens another one. */
  abandon(): void;
}

export class NotStored extends Error {}

export interface Stream {
  readonly attempts: readonly Attempt[];
  stop(): Promise<void>;
}

export interface Pace {
  readonly everyMs: number;
  /** Timeout of one attempt. */
  readonly patienceMs: number;
}

interface Writing {
  /** Prefix of the ids. */
  readonly name: string;
  readonly target: Target;
  readonly acknowledged: Acknowledged;
  readonly pace: Pace;
}

/** Writes ids one after another until stopped. Waits at least `everyMs` from the start of one write to the next. */
export function startStream({ name, target, acknowledged, pace }: Writing): Stream {
  const attempts: Attempt[] = [];
  const stopping = new AbortController();
  const running = async () => {
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      const id = `${name}-${startedAt}-${attempts.length}`;
      const result = await attempt(target, id, pace.patienceMs);
      if (result.outcome === 'acknowledged') await acknowledged.add(id);
      attempts.push({ startedAt, endedAt: Date.now(), ...result });
      const rest = startedAt + pace.everyMs - Date.now();
      if (rest > 0) await sleep(rest, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    target.abandon();
  };
  const finished = running();
  return {
    attempts,
    stop: async () => {
      stopping.abort();
      await finished;
    },
  };
}

interface Result {
  readonly outcome: Outcome;
  readonly why?: string;
}

async function attempt(target: Target, id: string, patienceMs: number): Promise<Result> {
  const limit = new AbortController();
  const timeout = sleep(patienceMs, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`no answer within ${patienceMs} ms`);
  });
  try {
    await Promise.race([target.write(id), timeout]);
    return { outcome: 'acknowledged' };
  } catch (error) {
    target.abandon();
    return { outcome: error instanceof NotStored ? 'refused' : 'broken', why: (error as Error).message };
  } finally {
    limit.abort();
    timeout.catch(() => undefined);
  }
}
