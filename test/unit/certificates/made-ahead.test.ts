import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { madeAhead } from '../../../src/certificates/issue/made-ahead.ts';

async function all<T>(made: AsyncIterable<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for await (const one of made) results.push(one);
  return results;
}

test('makes several items at once, at most as many as given, and yields them in order', async () => {
  let now = 0;
  let most = 0;
  const make = async (item: number) => {
    now += 1;
    most = Math.max(most, now);
    // The first item takes longest.
    await sleep(20 - item);
    now -= 1;
    return item * 10;
  };
  expect(await all(madeAhead([0, 1, 2, 3, 4, 5], 3, make))).toEqual([0, 10, 20, 30, 40, 50]);
  expect(most).toBe(3);
});

test('yields what is made before an item that fails, although a later one fails earlier', async () => {
  const seen: number[] = [];
  const make = async (item: number) => {
    if (item === 1) throw new Error('later');
    await sleep(5);
    return item;
  };
  const reading = (async () => {
    for await (const one of madeAhead([0, 1, 2], 3, make)) seen.push(one);
  })();
  await expect(reading).rejects.toThrow('later');
  expect(seen).toEqual([0]);
});
