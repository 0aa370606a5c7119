import { expect, test } from '@jest/globals';
import type { Clock } from '../../../src/clock/clock.ts';
import { inSlices } from '../../../src/clock/in-slices.ts';
import type { Slices } from '../../../src/model/work/slices.ts';

/** Ten pieces of work, during each of which this time passes on the clock. */
async function pauses(msPerPiece: number): Promise<number> {
  let now = 0;
  let sleeps = 0;
  const clock: Clock = {
    now: () => now,
    sleep: () => {
      sleeps += 1;
      return Promise.resolve();
    },
  };
  function* work(): Slices<string> {
    for (let piece = 0; piece < 10; piece += 1) {
      now += msPerPiece;
      yield;
    }
    return 'done';
  }
  expect(await inSlices(work(), clock)).toBe('done');
  return sleeps;
}

test('work pauses whenever it has run for 20 ms', async () => {
  expect(await pauses(10)).toBe(5);
  expect(await pauses(30)).toBe(10);
});

test('work does not pause on a clock that stands still', async () => {
  expect(await pauses(0)).toBe(0);
});

test('an error of the work reaches its caller', async () => {
  function* failing(): Slices<never> {
    throw new Error('broken');
  }
  await expect(inSlices(failing(), { now: () => 0, sleep: () => Promise.resolve() })).rejects.toThrow(
    'broken',
  );
});
