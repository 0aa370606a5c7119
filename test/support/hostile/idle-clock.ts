import type { Clock } from '../../../src/clock/clock.ts';

/** A clock that skips waiting time. */
export interface IdleClock extends Clock {
  stop(): void;
}

const CHECK_MS = 20;
/** Consecutive idle checks before time is skipped. */
const CHECKS = 6;

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * Passes in real time while work is in progress, and jumps to the next sleeper while there is none. A limit of minutes
 * then passes at once, and slow machines do not change the result.
 */
export function idleClock(isIdle: () => boolean): IdleClock {
  let skipped = 0;
  let idle = 0;
  let sleepers: readonly Sleeper[] = [];
  const now = () => Date.now() + skipped;
  const timer = setInterval(() => {
    idle = isIdle() ? idle + 1 : 0;
    const [next] = [...sleepers].sort((a, b) => a.due - b.due);
    if (!next) return;
    if (idle >= CHECKS) skipped += Math.max(0, next.due - now());
    sleepers.filter(({ due }) => due <= now()).forEach(({ wake }) => wake());
  }, CHECK_MS);
  return {
    now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          signal?.removeEventListener('abort', wake);
          idle = 0;
          resolve();
        };
        const sleeper: Sleeper = { due: now() + ms, wake };
        sleepers = [...sleepers, sleeper];
        signal?.addEventListener('abort', wake);
      }),
    stop: () => clearInterval(timer),
  };
}
