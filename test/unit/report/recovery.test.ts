import { describe, expect, test } from '@jest/globals';
import { recoverySteps } from '../../../src/platforms/cloudify/recovery.ts';
import { recoveries } from '../../../src/membership/recovery.ts';
import type { BrokerView, DatabaseView, Membership, View } from '../../../src/model/health/membership.ts';
import type { HostName, Service } from '../../../src/model/names.ts';
import { recoveryText } from '../../../src/report/tables/recovery.ts';
import { printable } from '../../../src/model/rendered.ts';
import { adviceText } from '../../support/advised.ts';
import { cluster } from '../platforms/cloudify/fixture.ts';
import { expectGolden } from './golden.ts';

const SILENT: View = { kind: 'no-answer', cause: 'timeout', text: 'no answer' };
const node = (host: HostName) => cluster.hosts.find(({ name }) => name === host)?.privateIp ?? host;

function membership(service: Service, views: Readonly<Record<HostName, View>>): Membership {
  const expected = Object.keys(views).map((host) => ({
    host,
    node: service === 'database' ? node(host) : host,
    standing: 'member' as const,
  }));
  return { service, asOf: 0, expected, views, bootstrapped: Object.keys(views) };
}

const databases = ['db1', 'db2', 'db3'];
const nodes = ['rabbit1', 'rabbit2', 'rabbit3'];
const managers = ['manager1', 'manager2', 'manager3'];

function database(healthy: boolean, roles: readonly ('leader' | 'sync_standby' | 'replica')[] = []): View {
  const members = databases.map((name) => ({ name, address: node(name) }));
  const view: DatabaseView = { kind: 'database', etcd: { healthy, members } };
  if (roles.length === 0) return view;
  const patroni = databases.map((name, i) => ({
    ...{ name, address: node(name), role: roles[i] ?? 'replica', state: 'running' },
    ...(roles[i] === 'leader' ? {} : { lag: 512 }),
  }));
  return { ...view, patroni };
}

function broker(running: readonly string[]): BrokerView {
  return { kind: 'broker', members: nodes, running, partitions: [], alarms: [], unsynchronized: 0 };
}

const each = (hosts: readonly HostName[], view: (host: HostName) => View) =>
  Object.fromEntries(hosts.map((host) => [host, view(host)]));

const healthy = {
  database: membership(
    'database',
    each(databases, () => database(true, ['leader', 'sync_standby'])),
  ),
  broker: membership(
    'broker',
    each(nodes, () => broker(nodes)),
  ),
  manager: membership(
    'manager',
    each(managers, () => ({ kind: 'manager', answering: true, ok: true, managers })),
  ),
};

function recoveryFor(
  changed: Readonly<Partial<Record<Service, Membership>>>,
  unreachable: readonly HostName[] = [],
): string {
  const memberships = Object.values({ ...healthy, ...changed });
  const all = recoveries(memberships, unreachable);
  return recoveryText(
    all.map((recovery) => ({
      recovery,
      steps: recoverySteps(cluster, recovery).map((step) => ({
        ...step,
        run: printable(adviceText(step.run)),
      })),
    })),
  );
}

/** Lines longer than 80 columns, except commands, which are never wrapped. */
const tooLong = (text: string) =>
  text.split('\n').filter((line) => line.length > 80 && !/^ +\d+\. /.test(line));

describe('recover', () => {
  test('prints no steps if every service has its majority', () => {
    expectGolden('recovery.well.txt', `${recoveryFor({})}\n`);
  });

  test('prints the steps for databases and brokers if two of three are unreachable', () => {
    const text = recoveryFor(
      {
        database: membership('database', { db1: SILENT, db2: database(false), db3: SILENT }),
        broker: membership('broker', { rabbit1: SILENT, rabbit2: SILENT, rabbit3: SILENT }),
      },
      ['db1', 'db3', 'rabbit1', 'rabbit2'],
    );
    expectGolden('recovery.minority.txt', `${text}\n`);
    expect(tooLong(text)).toEqual([]);
  });

  test('prints how to start services on reachable hosts, without giving up a member', () => {
    const text = recoveryFor({
      broker: membership('broker', { rabbit1: SILENT, rabbit2: SILENT, rabbit3: SILENT }),
      manager: membership(
        'manager',
        each(managers, () => ({ kind: 'manager', answering: false })),
      ),
    });
    expectGolden('recovery.stopped.txt', `${text}\n`);
    expect(tooLong(text)).toEqual([]);
  });

  test('refers to the snapshot if no member is left', () => {
    const unreachable = [...databases, ...managers];
    const text = recoveryFor(
      {
        database: membership(
          'database',
          each(databases, () => SILENT),
        ),
        manager: membership(
          'manager',
          each(managers, () => SILENT),
        ),
      },
      unreachable,
    );
    expectGolden('recovery.none.txt', `${text}\n`);
  });

  test('a service with its majority needs no recovery, even if a member is down', () => {
    const views = {
      rabbit1: broker(['rabbit1', 'rabbit2']),
      rabbit2: broker(['rabbit1', 'rabbit2']),
      rabbit3: SILENT,
    };
    expect(recoveries([membership('broker', views)], ['rabbit3'])).toMatchObject([
      { state: 'healthy', unreachable: ['rabbit3'], lost: [] },
    ]);
  });
});

describe('the remaining databases', () => {
  const five = {
    ...healthy.database,
    expected: [
      ...healthy.database.expected,
      ...['x', 'y'].map((host) => ({ host, node: host, standing: 'member' as const })),
    ],
  };
  const views = (roles: Parameters<typeof database>[1]) =>
    each(['db1', 'db2'], () => ({
      ...(database(false, roles) as DatabaseView),
      etcd: {
        healthy: false,
        members: five.expected.map(({ host, node }) => ({ name: host, address: node })),
      },
    }));

  test.each([
    [['replica', 'leader'], 'db2', 'no acknowledged commit: db2 was the leader'],
    [['replica', 'sync_standby'], 'db2', 'no acknowledged commit, if db2 was the synchronous standby'],
    [
      ['replica', 'replica'],
      'db1',
      'the last commits, unless db1 was the leader or the synchronous standby: last seen 512 bytes',
    ],
  ] as const)('%j: keeps the one with the most recent data', (roles, kept, lost) => {
    const [recovery] = recoveries([{ ...five, views: views(roles) }], ['db3', 'x', 'y']);
    expect(recovery).toMatchObject({ state: 'minority', left: [kept, kept === 'db1' ? 'db2' : 'db1'] });
    expect(recovery?.lost[0]).toContain(lost);
  });
});
