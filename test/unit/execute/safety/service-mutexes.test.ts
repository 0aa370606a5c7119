import { expect, test } from '@jest/globals';
import { ServiceMutexes } from '../../../../src/execute/safety/service-mutexes.ts';

/** Lets all pending promises settle. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Requests the mutex of one service in each mode, in order, and records which requests are granted. */
function request(modes: readonly ('shared' | 'exclusive')[]) {
  const mutexes = new ServiceMutexes();
  const granted: number[] = [];
  const releases = new Map<number, () => void>();
  modes.forEach((mode, index) => {
    void mutexes.acquire('database', mode).then((release) => {
      granted.push(index);
      releases.set(index, release);
    });
  });
  return { mutexes, granted, release: (index: number) => releases.get(index)?.() };
}

test.each([
  [['exclusive', 'exclusive'], [0]],
  [['exclusive', 'shared'], [0]],
  [['shared', 'exclusive'], [0]],
  [
    ['shared', 'shared', 'shared'],
    [0, 1, 2],
  ],
  [['shared', 'exclusive', 'shared'], [0]],
] as const)('with requests %j, grants %j at once', async (modes, expected) => {
  const { granted } = request(modes);
  await settle();
  expect(granted).toEqual(expected);
});

test('grants an exclusive request after the last shared holder releases, then the next request', async () => {
  const { granted, release } = request(['shared', 'shared', 'exclusive', 'shared']);
  await settle();
  release(0);
  await settle();
  expect(granted).toEqual([0, 1]);
  release(1);
  await settle();
  expect(granted).toEqual([0, 1, 2]);
  release(2);
  await settle();
  expect(granted).toEqual([0, 1, 2, 3]);
});

test('grants another shared request while a shared holder remains', async () => {
  const { mutexes, granted, release } = request(['shared', 'shared']);
  await settle();
  release(0);
  let entered = false;
  void mutexes.acquire('database', 'shared').then(() => (entered = true));
  await settle();
  expect(granted).toEqual([0, 1]);
  expect(entered).toBe(true);
});

test('grants one exclusive request at a time, in order', async () => {
  const { granted, release } = request(['exclusive', 'exclusive', 'exclusive']);
  for (const index of [0, 1, 2]) {
    await settle();
    expect(granted.at(-1)).toBe(index);
    expect(granted).toHaveLength(index + 1);
    release(index);
  }
});

test('holds each service separately', async () => {
  const { mutexes, granted } = request(['exclusive']);
  let entered = false;
  void mutexes.acquire('broker', 'exclusive').then(() => (entered = true));
  await settle();
  expect(granted).toEqual([0]);
  expect(entered).toBe(true);
});
