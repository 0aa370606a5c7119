import type { Clock } from '../../../src/clock/clock.ts';

/**
 * Turns of the event loop, 5 ms apart, without traffic, after which an endpoint is expected to send nothing more. Turns,
 * not time: on a machine that is busy with other work, the traffic is late too.
 */
const QUIET_TURNS = 40;

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A virtual clock for simulated hosts that waits while a real endpoint still sends. */
export interface MixedClock extends Clock {
  /** Delays the clock until the call has ended, or until its host sends nothing more. */
  readonly during: <T>(call: Promise<T>) => Promise<T>;
  stop(): void;
}

/** @param isIdle false while an endpoint does honest work */
export function mixedClock(start: number, isIdle: () => boolean): MixedClock {
  let now = start;
  let calls = 0;
  let quiet = 0;
  let added = false;
  let stopped = false;
  const sleepers = new Set<Sleeper>();
  const traffic = () => void (quiet = 0);
  const turn = () => {
    if (stopped) return;
    quiet = calls > 0 && !isIdle() ? 0 : quiet + 1;
    const mayJump = !added && (calls === 0 || quiet > QUIET_TURNS);
    added = false;
    const next = [...sleepers].reduce<Sleeper | undefined>(
      (a, b) => (a && a.due <= b.due ? a : b),
      undefined,
    );
    if (mayJump && next) {
      now = Math.max(now, next.due);
      for (const sleeper of sleepers) if (sleeper.due <= now) sleeper.wake();
    }
    if (calls > 0 && !mayJump) setTimeout(turn, 5);
    else setImmediate(turn);
  };
  setImmediate(turn);
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { due: now + Math.max(0, ms), wake };
        sleepers.add(sleeper);
        added = true;
        signal?.addEventListener('abort', wake, { once: true });
      }),
    during: async (call) => {
      calls += 1;
      traffic();
      return call.finally(() => {
        calls -= 1;
        traffic();
      });
    },
    stop: () => (stopped = true),
  };
}
