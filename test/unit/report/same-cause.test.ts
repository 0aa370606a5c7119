import { expect, test } from '@jest/globals';
import type { Problem } from '../../../src/errors/errors.ts';
import { mergeSameCause } from '../../../src/report/same-cause.ts';
import { renderProblems } from '../../../src/report/problems.ts';

const full = (where: string): Problem => ({
  where,
  what: 'install failed',
  cause: 'disk-full',
  why: 'disk full: a disk is full',
  next: `on ${where}: df -h`,
  lines: [`${where}: No space left on device`],
});
const hosts = Array.from({ length: 10 }, (_, index) => `db${index}`);

test('the same cause on ten hosts is one message with ten names', () => {
  expect(mergeSameCause(hosts.map(full))).toEqual([{ ...full('db0'), where: hosts.join(', ') }]);
  expect(renderProblems(hosts.map(full)).split('disk full:')).toHaveLength(2);
});

test('other causes, other texts and unknown causes stay separate', () => {
  const unknown: Problem = { ...full('db1'), cause: 'unknown' };
  const other: Problem = { ...full('db2'), what: 'restart failed' };
  const all = [full('db0'), unknown, { ...unknown, where: 'db3' }, other];
  expect(mergeSameCause(all)).toEqual(all);
});
