import type { Clock } from '../../clock/clock.ts';
import { insertByDueTime } from './clock.ts';

interface Entry {
  readonly due: number;
  readonly run: () => void;
}

/** What the simulated world does by itself, in order of time, whether or not anybody watches. */
export interface Agenda {
  /** The time of what is happening now: during an entry, when it was due. */
  now(): number;
  /** Does `run` once `ms` have passed. */
  after(ms: number, run: () => void): void;
  /** Catches up with the clock. Called before anything of the world is read or changed. */
  catchUp(): void;
}

/** Entries wait here and not in the clock: a world that nobody asks costs nothing, and never wakes a sleeper. */
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
