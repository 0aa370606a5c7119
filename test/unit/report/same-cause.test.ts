import { expect, test } from '@jest/globals';
import type { Problem } from '../../../src/errors/errors.ts';
import { inOrder, manual, runAgain } from '../../../src/model/next-step.ts';
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

const unreachable = (where: string, address: string): Problem => ({
  ...{ where, address },
  what: `cannot connect to ${address} port 22: no answer within 30 s`,
  next: inOrder(
    manual(`check that the host is up: ssh -p 22 root@${address}`),
    runAgain({ when: 'if these hosts are down and stay members', with: '--down db1,db10' }),
  ),
});

test('unreachable hosts are one message with their names and addresses, even if one name is a part of another', () => {
  const text = renderProblems([unreachable('db1', '10.0.0.1'), unreachable('db10', '10.0.0.10')]);
  expect(text.replaceAll(/\n +/g, ' ')).toBe(
    'db1, db10: cannot connect to 10.0.0.1, 10.0.0.10 port 22: no answer within 30 s ' +
      'next: check that the host is up: ssh -p 22 root@10.0.0.1; if these hosts are ' +
      'down and stay members, run the same command again with --down db1,db10',
  );
});

test('hosts that are unreachable in different ways stay separate', () => {
  const refused = { ...unreachable('db2', '10.0.0.2'), what: 'cannot connect to 10.0.0.2 port 22: refused' };
  expect(mergeSameCause([unreachable('db1', '10.0.0.1'), refused])).toHaveLength(2);
});
