import { expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import { problemsOf, together } from '../../../src/errors/collect-problems.ts';

const failing = async (what: string): Promise<never> => {
  throw new UsageError([{ what }]);
};

test('returns all results in their order', async () => {
  const [number, text] = await together([Promise.resolve(1), Promise.resolve('a')]);
  expect([number, text]).toEqual([1, 'a']);
});

test('throws the problems of all failures in one error', async () => {
  const all = together([failing('first'), Promise.resolve(1), failing('second')]);
  await expect(all).rejects.toMatchObject({ problems: [{ what: 'first' }, { what: 'second' }] });
});

test('rethrows an error that is not a list of problems', async () => {
  await expect(together([failing('first'), Promise.reject(new TypeError('bug'))])).rejects.toThrow('bug');
  await expect(problemsOf(Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
  expect(await problemsOf(Promise.resolve(1))).toEqual([]);
});
