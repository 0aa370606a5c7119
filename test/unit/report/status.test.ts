import { describe, expect, test } from '@jest/globals';
import type {
  BrokerView,
  DatabaseView,
  ManagerView,
  Membership,
  View,
} from '../../../src/model/health/membership.ts';
import type { Role, Service } from '../../../src/model/names.ts';
import { statusOf } from '../../../src/report/tables/status.ts';
import { statusTable } from '../../../src/report/tables/status-table.ts';
import { expectGolden } from './golden.ts';

const members = [1, 2, 3].map((n) => ({ name: `db${n}`, address: `198.51.100.1${n}` }));
const database: DatabaseView = {
  kind: 'database',
  etcd: { healthy: true, members },
  patroni: [
    { name: 'pg1', address: '198.51.100.11', role: 'leader', state: 'running' },
    { name: 'pg2', address: '198.51.100.12', role: 'sync_standby', state: 'streaming', lag: 0 },
    { name: 'pg3', address: '198.51.100.13', role: 'replica', state: 'streaming', lag: 1024 },
  ],
};
const nodes = ['rabbit1', 'rabbit2', 'rabbit3'];
const broker: BrokerView = {
  kind: 'broker',
  members: nodes,
  running: nodes,
  partitions: [],
  alarms: [],
  unsynchronized: 0,
};
const manager: ManagerView = {
  kind: 'manager',
  answering: true,
  ok: true,
  managers: ['manager1'],
  brokers: nodes,
};

function membership(service: Service, views: Readonly<Record<string, View>>): Membership {
  const node = (host: string) => members.find(({ name }) => name === host)?.address ?? host;
  const expected = Object.keys(views).map((host) => ({
    host,
    node: node(host),
    standing: 'member' as const,
  }));
  return { service, asOf: 0, expected, views, bootstrapped: [] };
}

function host(name: string, role: Role) {
  return { name, role };
}

function cluster(
  change: { databases?: Membership; brokers?: Membership; managers?: Membership } = {},
): Parameters<typeof statusOf>[0] {
  const line = '401 over verified TLS, 3 of 3 backends up';
  return {
    cluster: 'demo',
    hosts: [
      ...members.map(({ name }) => host(name, 'database')),
      ...nodes.map((name) => host(name, 'broker')),
      host('manager1', 'manager'),
      host('lb1', 'load_balancer'),
    ],
    memberships: [
      change.databases ?? membership('database', { db1: database, db2: database, db3: database }),
      change.brokers ?? membership('broker', { rabbit1: broker, rabbit2: broker, rabbit3: broker }),
      change.managers ?? membership('manager', { manager1: manager }),
    ],
    verdicts: {
      'etcd-quorum': { state: 'ready', seen: [] },
      'load-balancer': { state: 'ready', seen: [{ host: 'lb1', ok: true, line }] },
    },
    certificates: { db1: 40 * DAY, rabbit1: 9 * DAY, lb1: 9 * DAY },
    backends: { lb1: [{ proxy: 'rest', name: 'server_manager1', status: 'UP' }] },
    updates: {},
    now: 10 * DAY,
  };
}

const DAY = 86_400_000;

describe('status', () => {
  test('shows the remaining days of the served certificates', () => {
    const days = statusOf(cluster()).hosts.map(({ host, certificateDays }) => [host, certificateDays]);
    expect(Object.fromEntries(days)).toMatchObject({ db1: 30, db2: undefined, rabbit1: -1, lb1: -1 });
    const table = statusTable(statusOf(cluster()));
    expect(table).toContain('certificate 30 days');
    expect(table).toContain('certificate EXPIRED');
  });

  test('of a healthy cluster, as a table', () => {
    expectGolden('status.healthy.txt', `${statusTable(statusOf(cluster()))}\n`);
  });

  test('of an unhealthy cluster, as a table', () => {
    const sick = cluster({
      databases: membership('database', {
        db1: database,
        db2: { kind: 'no-answer', cause: 'timeout', text: 'timed out' },
        db3: { kind: 'database', etcd: { healthy: false, members } },
      }),
      brokers: membership('broker', {
        rabbit1: { ...broker, running: ['rabbit1'], partitions: ['rabbit2'], alarms: ['memory'] },
        rabbit2: { ...broker, unsynchronized: 4 },
        rabbit3: broker,
      }),
      managers: membership('manager', { manager1: { kind: 'manager', answering: false, ok: false } }),
    });
    const seen = [{ host: 'db2', ok: false, line: 'no answer (timed out)' }];
    const verdicts = { 'etcd-quorum': { state: 'waiting', seen } } as const;
    expectGolden('status.trouble.txt', `${statusTable(statusOf({ ...sick, verdicts }))}\n`);
  });

  test('shows an alarm of etcd next to the state of the database', () => {
    const etcd = { healthy: false, members, alarms: ['NOSPACE'] };
    const db1 = { ...database, etcd };
    const seen = statusOf(
      cluster({ databases: membership('database', { db1, db2: database, db3: database }) }),
    );
    expect(seen.hosts.find(({ host: name }) => name === 'db1')).toMatchObject({
      state: 'not-ok',
      detail: expect.stringMatching(/etcd not healthy of 3; alarm NOSPACE$/),
    });
  });

  test('lists the packages with a pending update, and nothing if there is none', () => {
    const update = { name: 'postgresql-15', installed: '15.12-0', offered: '15.14-0' };
    const seen = statusOf({ ...cluster(), updates: { db1: [update], db2: [] } });
    expect(seen.hosts.map(({ updates }) => updates?.length ?? 0).filter(Boolean)).toEqual([1]);
    expect(statusTable(seen)).toMatch(/db1 +postgresql-15 +15\.12-0 +15\.14-0/);
    expect(statusTable(statusOf(cluster()))).not.toContain('pending');
  });

  test('shows hosts that were not queried as such', () => {
    const { hosts } = statusOf({ ...cluster(), memberships: [], verdicts: {} });
    expect(new Set(hosts.map(({ state }) => state))).toEqual(new Set(['not-queried']));
  });

  test('as data, names the leader and the replicas with their lag', () => {
    const [db1, db2, db3] = statusOf(cluster()).hosts;
    expect(db1).toMatchObject({ host: 'db1', state: 'ok', part: 'leader' });
    expect(db2).toMatchObject({ part: 'sync replica', lag: 0 });
    expect(db3).toMatchObject({ part: 'replica', lag: 1024 });
  });
});
