import type { Clock } from '../../clock/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** 2026-01-01T00:00:00Z. A fixed start gives each simulated run the same times. */
const EPOCH = 1_767_225_600_000;

/**
 * Creates a clock that stands still while code runs, then jumps to the earliest sleeper, so that an hour passes in
 * milliseconds and always in the same order. It waits for promises and immediates, but not for real I/O (timers,
 * sockets, asynchronous files), so code that uses this clock must not do any.
 */
export function virtualClock(start: number = EPOCH): Clock {
  let now = start;
  let turnScheduled = false;
  let sleeperAdded = false;
  const sleepers: Sleeper[] = [];

  /** Runs once per turn of the event loop, after all code that could run without time passing. */
  const turn = () => {
    const [first] = sleepers;
    if (sleeperAdded) {
      sleeperAdded = false;
      setImmediate(turn);
    } else if (first) {
      now = Math.max(now, first.due);
      wakeAllDue(sleepers, now);
      setImmediate(turn);
    } else {
      turnScheduled = false;
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
        sleeperAdded = true;
        if (!turnScheduled) setImmediate(turn);
        turnScheduled = true;
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

/**
 * Keeps items ordered by due time. Items with the same due time keep their order of insertion. Halves the list again and
 * again, because a rehearsal has many sleepers that are due after most new ones.
 */
export function insertByDueTime<T extends { readonly due: number }>(ordered: T[], item: T): void {
  let [from, to] = [0, ordered.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((ordered[middle] as T).due > item.due) to = middle;
    else from = middle + 1;
  }
  ordered.splice(from, 0, item);
}
