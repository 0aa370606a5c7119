import type { Clock } from '../../clock/clock.ts';
import { insertByDueTime } from './clock.ts';

interface Entry {
  readonly due: number;
  readonly run: () => void;
}

/** Scheduled events of the simulated world, in order of time. They happen even if no run is connected. */
interface Agenda {
  /** Current time. While an event runs, its due time. */
  now(): number;
  /** Schedules `run` after `ms`. */
  after(ms: number, run: () => void): void;
  /** Runs all events that are due. Called before the world is read or changed. */
  catchUp(): void;
}

/**
 * Creates an agenda. Its events are not sleepers of the clock, so that a world that no call uses costs nothing and
 * never advances a virtual clock.
 */
export function createAgenda(clock: Clock): Agenda {
  const entries: Entry[] = [];
  let happening: number | undefined;
  const now = () => happening ?? clock.now();
  return {
    now,
    after: (ms, run) => insertByDueTime(entries, { due: now() + Math.max(0, ms), run }),
    catchUp: () => {
      if (happening !== undefined) return;
      while (entries[0] && entries[0].due <= clock.now()) {
        const entry = entries.shift() as Entry;
        happening = entry.due;
        entry.run();
      }
      happening = undefined;
    },
  };
}
