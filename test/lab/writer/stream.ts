import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from './acknowledged.ts';
import type { Attempt, Outcome } from './attempts.ts';

/** Where ids are written to. `write` resolves once the id is there for good. */
export interface Target {
  /** @throws NotTaken when the id is certainly not there; any other error: nobody knows */
  write(id: string): Promise<void>;
  /** Gives up the connection, so that the next write looks for another one. */
  abandon(): void;
}

export class NotTaken extends Error {}

export interface Stream {
  readonly attempts: readonly Attempt[];
  stop(): Promise<void>;
}

export interface Pace {
  readonly everyMs: number;
  /** How long one attempt may take. */
  readonly patienceMs: number;
}

interface Writing {
  /** What its ids begin with. */
  readonly name: string;
  readonly target: Target;
  readonly kept: Acknowledged;
  readonly pace: Pace;
}

/** Writes ids one after another, the next no sooner than `everyMs` after the last began, until it is stopped. */
export function startStream({ name, target, kept, pace }: Writing): Stream {
  const attempts: Attempt[] = [];
  const stopping = new AbortController();
  const running = async () => {
    while (!stopping.signal.aborted) {
      const begun = Date.now();
      const id = `${name}-${begun}-${attempts.length}`;
      const end = await attempt(target, id, pace.patienceMs);
      if (end.outcome === 'acknowledged') await kept.add(id);
      attempts.push({ begun, ended: Date.now(), ...end });
      const rest = begun + pace.everyMs - Date.now();
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

interface End {
  readonly outcome: Outcome;
  readonly why?: string;
}

async function attempt(target: Target, id: string, patienceMs: number): Promise<End> {
  const limit = new AbortController();
  const impatience = sleep(patienceMs, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`no answer within ${patienceMs} ms`);
  });
  try {
    await Promise.race([target.write(id), impatience]);
    return { outcome: 'acknowledged' };
  } catch (error) {
    target.abandon();
    return { outcome: error instanceof NotTaken ? 'refused' : 'broken', why: (error as Error).message };
  } finally {
    limit.abort();
    impatience.catch(() => undefined);
  }
}
