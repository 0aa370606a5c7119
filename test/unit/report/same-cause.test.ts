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

/** As ssh2 reports it: each host has made its attempts in another time. */
const noRoute = (number: number): Problem => {
  const address = `10.0.0.${number}`;
  const attempts = `tried ${4 + (number % 3)} times in ${15 + number / 10}s (limit: 20.0s)`;
  const what = `cannot connect to ${address} port 22: connect EHOSTUNREACH, ${attempts}`;
  return { where: `db${number}`, address, attempts, what, cause: 'no-route' };
};

test('hosts that are unreachable after different attempts are one message, with each address once', () => {
  expect(renderProblems([noRoute(1), noRoute(10)]).replaceAll(/\n +/g, ' ')).toBe(
    'db1, db10: cannot connect to 10.0.0.1, 10.0.0.10 port 22: connect EHOSTUNREACH, tried 5 times in 15.1s (limit: 20.0s)',
  );
});

test('more than ten numbered hosts are a range', () => {
  const problems = Array.from({ length: 200 }, (_, index) => noRoute(index + 1));
  expect(mergeSameCause(problems)).toMatchObject([
    {
      where: 'db1..db200',
      what: expect.stringMatching(
        /^cannot connect to 10\.0\.0\.1\.\.10\.0\.0\.200 port 22: connect EHOSTUNREACH,/,
      ),
    },
  ]);
});

test('the address of a bastion stays, even if that of the host is a part of it', () => {
  const behind = (number: number): Problem => ({
    ...{ where: `db${number}`, address: `10.0.0.${number}`, cause: 'refused' },
    what: 'bastion: cannot connect to 10.0.0.10 port 22: connect ECONNREFUSED',
  });
  const [merged] = mergeSameCause([behind(1), behind(2)]);
  expect(merged).toEqual({ ...behind(1), where: 'db1, db2' });
});

test('hosts that share an address are named with one address', () => {
  const text = renderProblems([unreachable('db1', '10.0.0.1'), unreachable('lb1', '10.0.0.1')]);
  expect(text.replaceAll(/\n +/g, ' ')).toMatch(/^db1, lb1: cannot connect to 10\.0\.0\.1 port 22/);
});

test('the name of another host in the text stays, so that each target is a message of its own', () => {
  const filtered = (where: string, peer: string): Problem => ({
    ...{ where, cause: 'timeout' },
    what: 'gate etcd-quorum did not pass: not healthy',
    why: `filtered: a firewall drops the connection to ${peer}:2380`,
    next: `allow ${where} in the firewall; on ${where}: curl -v telnet://${peer}:2380`,
  });
  const all = [
    filtered('db1', 'db2'),
    filtered('db2', 'db1'),
    filtered('db3', 'db1'),
    filtered('db4', 'db10'),
  ];
  expect(mergeSameCause(all)).toEqual([
    filtered('db1', 'db2'),
    { ...filtered('db2', 'db1'), where: 'db2, db3' },
    filtered('db4', 'db10'),
  ]);
});

test('the own name of each host in the cause does not keep the problems apart', () => {
  const small = (where: string) => ({ ...full(where), why: `out of memory: ${where} has too little` });
  expect(mergeSameCause([small('db1'), small('db10')])).toEqual([{ ...small('db1'), where: 'db1, db10' }]);
});
