import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../bench/measure/pairs.ts';
import { processorTime } from '../../../bench/measure/process.ts';
import { quantile, ratioOf, summaryOf } from '../../../bench/measure/statistics.ts';

test('the quartiles interpolate between the two nearest values', () => {
  expect(summaryOf([4, 1, 3, 2])).toEqual({ median: 2.5, quartiles: [1.75, 3.25] });
  expect(quantile([7], 0.25)).toBe(7);
});

describe('the ratio of pairs', () => {
  test('is the median of the ratios within the pairs, so that load on both parts of a pair does not count', () => {
    const { median, interval } = ratioOf([
      [2, 1],
      [20, 10],
      [200, 100],
    ]);
    expect({ median, interval }).toEqual({ median: 2, interval: [2, 2] });
  });

  test('has an interval that contains the median, and is the same for the same measurements', () => {
    const pairs = [1, 2, 3, 4, 5, 6, 7].map((time) => [time, 2] as const);
    const first = ratioOf(pairs);
    expect(ratioOf(pairs)).toEqual(first);
    expect(first.interval[0]).toBeLessThan(first.median);
    expect(first.interval[1]).toBeGreaterThan(first.median);
  });
});

test('the processor time is the sum of user and system time', () => {
  expect(processorTime('0.123 0.045\n')).toBeCloseTo(168);
  expect(() => processorTime('')).toThrow('bash printed no times');
});

test('the order of the programs alternates, and the first round is not counted', async () => {
  const order: string[] = [];
  const contender = (name: string) => ({
    name,
    run: async () => {
      order.push(name);
      return { wall: order.length, processor: 1 };
    },
  });
  const { contenders } = await compare([contender('a'), contender('b')], 2);
  expect(order.join(' ').replace(/(\w \w) /g, '$1, ')).toBe('b a, a b, b a');
  expect(contenders.map(({ runs }) => runs)).toEqual([2, 2]);
});
