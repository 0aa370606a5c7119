import { expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import { problemsOf, together } from '../../../src/errors/together.ts';

const failing = async (what: string): Promise<never> => {
  throw new UsageError([{ what }]);
};

test('what all give comes in their order', async () => {
  const [number, text] = await together([Promise.resolve(1), Promise.resolve('a')]);
  expect([number, text]).toEqual([1, 'a']);
});

test('the problems of all that fail come in one error', async () => {
  const all = together([failing('first'), Promise.resolve(1), failing('second')]);
  await expect(all).rejects.toMatchObject({ problems: [{ what: 'first' }, { what: 'second' }] });
});

test('a bug is no problem', async () => {
  await expect(together([failing('first'), Promise.reject(new TypeError('bug'))])).rejects.toThrow('bug');
  await expect(problemsOf(Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
  expect(await problemsOf(Promise.resolve(1))).toEqual([]);
});
