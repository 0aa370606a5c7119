import { expect, test } from '@jest/globals';
import { productTable } from '../../lab/product/base/table.ts';
import {
  degraded,
  down,
  healthy,
  judgeCluster,
  type NodeStatus,
} from '../../lab/product/services/database/status.ts';
import { releaseOf } from '../../lab/product/releases.ts';
import { parseCommand, UsageError } from '../../lab/product/cli/product/commands.ts';

const node = (change: Partial<NodeStatus> & { address: string }): NodeStatus => ({
  state: 'async_replica',
  alive: true,
  etcdState: 'StateFollower',
  location: 100,
  raw: { state: 'running', timeline: 1 },
  errors: [],
  ...change,
});
const replication = [{ application_name: 'pg2', sync_state: 'sync' }];
const leader = node({
  address: '1',
  state: 'leader',
  etcdState: 'StateLeader',
  raw: { state: 'running', timeline: 1, replication },
});
const sync = node({ address: '2', state: 'sync_replica' });

test('a leader with a synchronous and an asynchronous replica is healthy', () => {
  expect(judgeCluster([leader, sync, node({ address: '3' })]).code).toBe(healthy);
});

test('a replica whose etcd is down degrades the cluster', () => {
  expect(judgeCluster([leader, sync, node({ address: '3', etcdState: 'dead' })]).code).toBe(degraded);
});

test('reports a lagging replica without affecting the verdict', () => {
  const late = node({ address: '3' });
  const ahead = { ...leader, location: 4 * 1024 * 1024 };
  const { code, nodes } = judgeCluster([ahead, { ...sync, location: ahead.location }, late]);
  expect([code, nodes[2]?.errors]).toEqual([healthy, ['Lag: 4.00MiB']]);
});

test.each([
  ['no leader', [{ ...leader, address: undefined, alive: false, raw: {} }, sync, node({ address: '3' })]],
  ['no synchronous replica', [{ ...leader, raw: { state: 'running' } }, sync, node({ address: '3' })]],
  [
    'no majority in etcd',
    [leader, { ...sync, etcdState: 'dead' }, node({ address: '3', etcdState: 'dead' })],
  ],
  ['a synchronous replica behind the leader', [leader, { ...sync, location: 50 }, node({ address: '3' })]],
])('%s means down', (_, nodes) => {
  expect(judgeCluster(nodes).code).toBe(down);
});

test('prints tables like the product', () => {
  const rows = [{ broker_name: 'rabbit@rabbit1', running: true, alarms: [] }];
  expect(productTable(rows, ['broker_name', 'running', 'alarms'])).toBe(
    [
      '+----------------+---------+--------+',
      '|  broker_name   | running | alarms |',
      '+----------------+---------+--------+',
      '| rabbit@rabbit1 |   True  |        |',
      '+----------------+---------+--------+',
    ].join('\n'),
  );
});

test.each([
  [['brokers-list']],
  [['brokers-remove', '-r', 'x']],
  [['dbs', 'add']],
  [['install', '--nonsense']],
  [['install', 'extra']],
])('%j is a usage error', (args) => {
  expect(() => parseCommand(args, releaseOf('7.0.4'))).toThrow(UsageError);
});

test('accepts several configuration files, and options in any order', () => {
  const line = 'install -c a.yaml --private-ip 192.0.2.1 -c b.yaml -v'.split(' ');
  const { parsed } = parseCommand(line, releaseOf('7.0.4'));
  expect(parsed.texts('config-file')).toEqual(['a.yaml', 'b.yaml']);
  expect(parsed.text('private-ip')).toBe('192.0.2.1');
  expect(parsed.flag('verbose')).toBe(true);
});
