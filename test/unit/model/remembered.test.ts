import { expect, test } from '@jest/globals';
import { remembered } from '../../../src/model/work/remembered.ts';

const counted = () => {
  const calls: (readonly unknown[])[] = [];
  const work = remembered((...given: readonly unknown[]) => {
    calls.push(given);
    return { given };
  });
  return { calls, work };
};

test('a result is computed once for the same arguments', () => {
  const { calls, work } = counted();
  const [one, two] = [{}, {}];
  const first = work(one, 'a', two);
  expect(work(one, 'a', two)).toBe(first);
  expect(calls).toEqual([[one, 'a', two]]);
});

test('each argument counts, and its place', () => {
  const { calls, work } = counted();
  const [one, two] = [{}, {}];
  const results = [work(one, two), work(two, one), work(one), work(one, 'two'), work(one, undefined)];
  expect(new Set(results).size).toBe(5);
  expect(calls).toHaveLength(5);
});

test('a result may be undefined, and each function counts', () => {
  const calls: unknown[] = [];
  const work = remembered((given: () => void) => void calls.push(given));
  const [one, two] = [() => undefined, () => undefined];
  [one, one, two].forEach((given) => work(given));
  expect(calls).toEqual([one, two]);
});
