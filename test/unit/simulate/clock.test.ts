import { describe, expect, test } from '@jest/globals';
import { createAgenda } from '../../../src/simulate/world/agenda.ts';
import { insertByDueTime, virtualClock } from '../../../src/simulate/world/clock.ts';

const HOUR = 3_600_000;

describe('virtual clock', () => {
  test('passes an hour at once and wakes sleepers in the order of their times', async () => {
    const clock = virtualClock(0);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.now()}`);
    };
    await Promise.all([sleeper('late', HOUR), sleeper('early', 10), sleeper('early too', 10)]);
    expect(woken).toEqual(['early at 10', 'early too at 10', `late at ${HOUR}`]);
  });

  test('stands still while promises and immediates are pending', async () => {
    const clock = virtualClock(0);
    const seen: number[] = [];
    const slow = clock.sleep(1_000);
    for (let turn = 0; turn < 3; turn += 1) {
      await Promise.resolve();
      seen.push(clock.now());
    }
    await slow;
    expect(seen).toEqual([0, 0, 0]);
    expect(clock.now()).toBe(1_000);
  });

  test('continues a chain of short sleeps before a long sleep ends', async () => {
    const clock = virtualClock(0);
    const chain = async () => {
      for (let step = 0; step < 5; step += 1) await clock.sleep(100);
      return clock.now();
    };
    const [end] = await Promise.all([chain(), clock.sleep(HOUR)]);
    expect(end).toBe(500);
  });

  test('ends a sleep early, without moving time, if its signal aborts or was aborted before', async () => {
    const clock = virtualClock(0);
    const stop = new AbortController();
    const sleeping = clock.sleep(HOUR, stop.signal);
    stop.abort();
    await sleeping;
    await clock.sleep(HOUR, stop.signal);
    expect(clock.now()).toBe(0);
    await clock.sleep(5);
    expect(clock.now()).toBe(5);
  });

  test('starts at a fixed time, so that two runs print the same times', () => {
    expect(new Date(virtualClock().now()).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('agenda', () => {
  test('runs due events in order and at their own time, including the events that they schedule', async () => {
    const clock = virtualClock(0);
    const world = createAgenda(clock);
    const done: string[] = [];
    world.after(20, () => done.push(`second ${world.now()}`));
    world.after(10, () => {
      done.push(`first ${world.now()}`);
      world.after(5, () => done.push(`follows ${world.now()}`));
    });
    world.after(1_000, () => done.push('not yet'));
    await clock.sleep(100);
    expect(done).toEqual([]);
    world.catchUp();
    expect(done).toEqual(['first 10', 'follows 15', 'second 20']);
  });
});

describe('items ordered by due time', () => {
  const given = Array.from({ length: 1_000 }, (_, name) => ({ name, due: (name * 7_919) % 100 }));

  test('keep their order of insertion if their times are the same', () => {
    const ordered: typeof given = [];
    given.forEach((item) => insertByDueTime(ordered, item));
    expect(ordered).toEqual([...given].sort((a, b) => a.due - b.due));
  });

  test('are compared with few others when one is added', () => {
    let reads = 0;
    const counting = given.map(({ due }, name) => ({
      name,
      get due() {
        reads += 1;
        return due;
      },
    }));
    const ordered: typeof counting = [];
    counting.forEach((item) => insertByDueTime(ordered, item));
    // Two reads for each halving of a list of at most 1,024.
    expect(reads).toBeLessThanOrEqual(1_000 * 2 * 10);
  });
});
