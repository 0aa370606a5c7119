import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../lab/check/query.ts';
import { judgeVisits, type Visit } from '../../lab/check/balancer.ts';
import { judgeBrokers } from '../../lab/check/brokers.ts';
import { judgeEtcd, judgePatroni } from '../../lab/check/databases.ts';
import { attempt, type Finding } from '../../lab/check/finding.ts';
import { judgeKeys } from '../../lab/check/keys.ts';
import type { FoundKey } from '../../lab/check/find-keys.ts';
import { judgeRow } from '../../lab/check/managers.ts';
import { hostsOf } from '../../lab/hosts.ts';

const databases = hostsOf('database');
const brokers = hostsOf('broker');
const managers = hostsOf('manager');
const answer = (status: number, body: unknown): Answer => ({
  status,
  manager: '',
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const refused = answer(0, 'connect ECONNREFUSED');
const failed = (findings: readonly Finding[]) => findings.filter((f) => !f.ok).map((f) => f.what);

describe('etcd', () => {
  const healthy = answer(200, { health: 'true' });
  const list = (...names: readonly string[]) =>
    answer(200, { members: names.map((ip) => ({ name: 'x', clientURLs: [`https://${ip}:2379`] })) });
  const all = list(...databases.map((d) => d.address));

  test('accepts three healthy members that list each other', () => {
    expect(failed(judgeEtcd(databases, [healthy, healthy, healthy], [all, all, all]))).toEqual([]);
  });

  test('finds a member that is down and one that lists an unknown member', () => {
    const strange = list('198.51.100.11', '198.51.100.12', '198.51.100.14');
    const findings = judgeEtcd(databases, [healthy, refused, healthy], [all, all, strange]);
    expect(failed(findings)).toEqual([
      'etcd has 3 healthy members',
      'every etcd member lists exactly the database hosts',
    ]);
    expect(findings[0]?.seen).toContain('db2: connect ECONNREFUSED');
  });

  test('finds a member without an address, which was added but never started', () => {
    const unstarted = answer(200, { members: [{ name: '' }] });
    expect(failed(judgeEtcd(databases, [healthy, healthy, healthy], [all, all, unstarted]))).toHaveLength(1);
  });
});

describe('Patroni', () => {
  const replica = (name: string, sync_state: string) => ({
    application_name: name,
    state: 'streaming',
    sync_state,
  });
  const leader = (...replication: readonly unknown[]) =>
    answer(200, { role: 'master', state: 'running', replication });
  const follower = answer(200, { role: 'replica', state: 'running' });

  test('accepts one leader with two streaming replicas, one of them synchronous', () => {
    const answers = [follower, leader(replica('db1', 'sync'), replica('db3', 'async')), follower];
    expect(failed(judgePatroni(databases, answers))).toEqual([]);
  });

  test('finds a leader without replicas, and two leaders', () => {
    expect(failed(judgePatroni(databases, [leader(), follower, follower]))).toEqual([
      'the leader streams to 2 replicas',
      'one replica is synchronous',
    ]);
    const both = leader(replica('db2', 'sync'), replica('db3', 'async'));
    expect(failed(judgePatroni(databases, [both, both, follower]))).toEqual([
      'Patroni has one leader and every database runs',
    ]);
  });
});

describe('RabbitMQ', () => {
  const names = brokers.map((b) => `rabbit@${b.name}`);
  const view = (overlay: object = {}) =>
    JSON.stringify({ running_nodes: names, disk_nodes: names, partitions: {}, alarms: [], ...overlay });

  test('accepts three nodes that all list three', () => {
    expect(failed(judgeBrokers(brokers, [view(), view(), view()]))).toEqual([]);
  });

  test('finds an isolated node, a partition and an alarm', () => {
    const alone = view({ running_nodes: ['rabbit@rabbit3'] });
    expect(failed(judgeBrokers(brokers, [view(), view(), alone]))).toEqual([
      'RabbitMQ has 3 running nodes in one cluster',
    ]);
    expect(failed(judgeBrokers(brokers, [view({ partitions: { a: ['b'] } }), view(), view()]))).toEqual([
      'no broker sees a partition or an alarm',
    ]);
    expect(failed(judgeBrokers(brokers, ['no broker here', view(), view()]))).toHaveLength(2);
  });
});

describe('rows', () => {
  test('every reader must return the written value', () => {
    const written = answer(200, {});
    expect(judgeRow('x', written, [answer(200, { value: 'x' }), answer(200, { value: 'x' })]).ok).toBe(true);
    expect(judgeRow('x', written, [answer(200, { value: 'x' }), answer(404, 'none')]).ok).toBe(false);
    expect(judgeRow('x', answer(500, ''), [answer(200, { value: 'x' })]).ok).toBe(false);
    expect(judgeRow('x', written, []).ok).toBe(false);
  });
});

describe('clients of the balancer', () => {
  const visit = (i: number, port: number, ...names: readonly string[]): Visit => ({
    client: `198.51.100.${101 + i}`,
    port,
    managers: names,
  });
  const home = (i: number) => `manager${(i % 3) + 1}`;
  const steady = Array.from({ length: 30 }, (_, i) =>
    [443, 53333].map((port) => visit(i, port, home(i), home(i))),
  ).flat();

  test('accepts clients that keep their manager', () => {
    expect(failed(judgeVisits(managers, steady, steady))).toEqual([]);
  });

  test('finds a client that changes its manager at the reload or between ports', () => {
    const moved = [visit(0, 443, 'manager2'), ...steady.slice(1)];
    expect(failed(judgeVisits(managers, steady, moved))).toEqual([
      'each client keeps its manager over a reload on 443',
    ]);
    const split = [visit(0, 443, 'manager2'), ...steady.slice(1)];
    expect(failed(judgeVisits(managers, split, split))).toEqual([
      'each client has the same manager on all ports',
    ]);
  });

  test('finds a balancer that refuses all connections', () => {
    const none = steady.map((v) => ({ ...v, managers: ['connect ECONNREFUSED'] }));
    expect(judgeVisits(managers, none, none).filter((f) => f.ok)).toEqual([]);
  });
});

describe('private keys', () => {
  const owners = new Map([
    ['aa', 'manager1'],
    ['bb', 'manager1-db-client'],
    ['cc', 'manager2'],
    ['dd', 'ca'],
  ]);
  const key = (path: string, digest: string) => ({ path, key: digest });

  const ownKeys = [key('/etc/cloudify/ssl/key.pem', 'aa'), key('/etc/cloudify/ssl/postgresql.key', 'bb')];
  const otherKeys = [key('/etc/cloudify/ssl/key.pem', 'cc')];
  const judge = (one: readonly FoundKey[], other: readonly FoundKey[] = otherKeys) =>
    judgeKeys(
      new Map([
        ['manager1', one],
        ['manager2', other],
      ]),
      owners,
    ).map((f) => f.ok);

  test('accepts keys issued for a host or generated on it', () => {
    expect(judge(ownKeys)).toEqual([true, true]);
    expect(judge([...ownKeys, key('/etc/cloudify/ssl/external.pem', 'ee')])).toEqual([true, true]);
  });

  test('finds the key of another host, the key of the CA, and a key shared by two hosts', () => {
    expect(judge([...ownKeys, key('/tmp/x', 'cc')])).toEqual([false, true]);
    expect(judge([...ownKeys, key('/tmp/x', 'dd')])).toEqual([false, true]);
    expect(judge([...ownKeys, key('/tmp/x', 'ee')], [...otherKeys, key('/tmp/x', 'ee')])).toEqual([
      false,
      false,
    ]);
  });

  test('finds a host without the key of its certificate', () => {
    expect(judge([])).toEqual([false, true]);
    expect(judge([key('/tmp/x', 'bb')])).toEqual([false, true]);
  });
});

test('a check that throws has failed', async () => {
  const findings = await attempt('the moon responds', () => Promise.reject(new Error('too far')));
  expect(findings).toEqual([{ what: 'the moon responds', ok: false, seen: 'too far' }]);
});
