import { expect, test } from '@jest/globals';
import type { CheckResult } from '../../../src/model/health/check.ts';
import { shellOn } from '../../../src/model/next-step.ts';
import { checkTable } from '../../../src/report/tables/check-table.ts';

const result = (host: string, change: Partial<CheckResult> = {}): CheckResult => ({
  ...{ host, check: 'clock', state: 'pass', seen: '3ms from this machine' },
  ...change,
});
const table = (hosts: readonly string[], results: readonly CheckResult[], verbose = false) =>
  checkTable({ cluster: 'prod', hosts, results }, { inventory: 'inventory.yaml', verbose }).split('\n');

test('prints one row for each check that has results, and one column for each host', () => {
  const results = [result('db1'), result('db2', { check: 'mtu', state: 'unknown' }), result('db2')];
  expect(table(['db1', 'db2', 'db3'], results)).toEqual([
    'cluster prod: 3 hosts, 0 failed, 0 warnings, 2 passed',
    '',
    'check  db1  db2  db3',
    'clock  ok   ok   ?',
    'mtu    -    ?    ?',
  ]);
});

test('shows the worst state of a check, and failures before warnings with their next steps', () => {
  const results = [
    result('db1', { state: 'warn', seen: 'slow', next: 'wait' }),
    result('db1', { state: 'fail', seen: 'wrong', next: 'correct it' }),
  ];
  expect(table(['db1'], results).slice(3)).toEqual([
    'clock  FAIL',
    '',
    'FAIL db1: clock: wrong',
    '  next: correct it',
    '',
    'warn db1: clock: slow',
    '  next: wait',
  ]);
});

test('splits many hosts into matrices of at most 80 columns', () => {
  const hosts = Array.from({ length: 40 }, (_, index) => `database-${index + 1}`);
  const lines = table(
    hosts,
    hosts.map((host) => result(host, { check: 'package-lock' })),
  );
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const heads = lines.filter((line) => line.startsWith('check'));
  expect(heads.flatMap((line) => line.split(/ +/).slice(1))).toEqual(hosts);
});

test('--verbose also prints what passed', () => {
  expect(table(['db1'], [result('db1')], true).join('\n')).toContain('ok db1: clock: 3ms from this machine');
  expect(table(['db1'], [result('db1')]).join('\n')).not.toContain('3ms');
});

test('the same fault of many hosts is printed once, and each host with another value on its own', () => {
  const hosts = Array.from({ length: 20 }, (_, index) => `db${index + 1}`);
  const warned = (host: string, seen: string) =>
    result(host, { check: 'time-service', state: 'warn', seen, next: shellOn(host, 'timedatectl') });
  const results = [
    ...hosts.map((host) => warned(host, 'no time service')),
    warned('db21', 'chronyd stopped'),
  ];
  const lines = table([...hosts, 'db21'], results);
  expect(lines.slice(lines.indexOf('warn db1..db20: time-service: no time service'))).toEqual([
    'warn db1..db20: time-service: no time service',
    '  next: on db1: timedatectl',
    '',
    'warn db21: time-service: chronyd stopped',
    '  next: on db21: timedatectl',
  ]);
});
