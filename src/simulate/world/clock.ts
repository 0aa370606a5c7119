import type { Clock } from '../../clock/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** 2026-01-01T00:00:00Z: a fixed start, so that a run of the simulator prints the same times every day. */
const EPOCH = 1_767_225_600_000;

/**
 * A clock that stands still while anything is under way and then jumps to the earliest sleeper, so that an hour
 * passes in milliseconds and always in the same order. "Under way" means promises and immediates: real I/O
 * (a timer, a socket, an asynchronous file) is not waited for, so whatever runs under it must do none.
 * @param start ms since the epoch
 */
export function virtualClock(start: number = EPOCH): Clock {
  let now = start;
  let turning = false;
  let restless = false;
  const sleepers: Sleeper[] = [];

  /** One turn of the event loop: everything that could run without time passing has run before it. */
  const turn = () => {
    const [first] = sleepers;
    if (restless) {
      restless = false;
      setImmediate(turn);
    } else if (first) {
      now = Math.max(now, first.due);
      wakeAllDue(sleepers, now);
      setImmediate(turn);
    } else {
      turning = false;
    }
  };

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = { due: now + Math.max(0, ms), wake: () => wake() };
        const stop = () => {
          remove(sleepers, sleeper);
          resolve();
        };
        const wake = () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        signal?.addEventListener('abort', stop, { once: true });
        insertByDueTime(sleepers, sleeper);
        restless = true;
        if (!turning) setImmediate(turn);
        turning = true;
      }),
  };
}

function wakeAllDue(sleepers: Sleeper[], now: number): void {
  const due = sleepers.findIndex((sleeper) => sleeper.due > now);
  for (const sleeper of sleepers.splice(0, due === -1 ? sleepers.length : due)) sleeper.wake();
}

function remove(sleepers: Sleeper[], sleeper: Sleeper): void {
  const index = sleepers.indexOf(sleeper);
  if (index !== -1) sleepers.splice(index, 1);
}

/** Kept in order of due times; those of the same time in the order they went to sleep. */
export function insertByDueTime<T extends { readonly due: number }>(ordered: T[], item: T): void {
  let index = ordered.length;
  while (index > 0 && (ordered[index - 1] as T).due > item.due) index -= 1;
  ordered.splice(index, 0, item);
}
