import type { EpochMs } from '../model/duration.ts';

/** Time as a port, so that an hour of the simulator passes in milliseconds. */
export interface Clock {
  now(): EpochMs;
  /** Resolves after `ms`, or as soon as the signal aborts (it never rejects). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done);
    }),
};
