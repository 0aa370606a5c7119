import { describe, expect, test } from '@jest/globals';
import type { NotInstalled } from '../../../src/membership/admission/inventory-mismatch.ts';
import { compareWithMembers } from './compare-cloudify.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { HostName, Service } from '../../../src/model/names.ts';
import { brokers, databases, managers, allUnreachable, notInstalled } from './build.ts';

const DBS = ['db1', 'db2', 'db3'];
const RABBITS = ['rabbit1', 'rabbit2', 'rabbit3'];
const MANAGERS = ['manager1', 'manager2'];

/** The complete cluster, with every service bootstrapped. */
const complete: Readonly<Record<Service, Membership>> = {
  database: databases({ db1: 'leader', db2: 'sync', db3: 'replica' }, { bootstrapped: DBS }),
  broker: brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' }, { bootstrapped: RABBITS }),
  manager: managers({ manager1: 'healthy', manager2: 'healthy' }, { bootstrapped: MANAGERS }),
};
/** The cluster before its first deploy. */
const empty: Readonly<Record<Service, Membership>> = {
  database: allUnreachable('database', DBS),
  broker: allUnreachable('broker', RABBITS),
  manager: allUnreachable('manager', MANAGERS),
};
const withMembership = (other: Membership): readonly Membership[] =>
  Object.values({ ...complete, [other.service]: other });
const firstDeploy = (service: Service, hosts: readonly HostName[]): readonly NotInstalled[] =>
  hosts.map((host, i) =>
    notInstalled(service, service === 'database' || i === 0 ? 'bootstrap' : 'join', host),
  );
const uninstalled = (service: Service, ...hosts: readonly HostName[]): readonly NotInstalled[] =>
  hosts.map((host) => notInstalled(service, host.endsWith('1') ? 'bootstrap' : 'join', host));

describe('nothing is refused', () => {
  test('of a first deploy', () => {
    const all = [
      ...firstDeploy('database', DBS),
      ...firstDeploy('broker', RABBITS),
      ...firstDeploy('manager', MANAGERS),
    ];
    expect(compareWithMembers(Object.values(empty), all)).toEqual([]);
  });

  test('of a first deploy that was interrupted within any service', () => {
    const dbs = databases({ db1: 'leader', db2: 'unreachable', db3: 'unreachable' });
    expect(compareWithMembers([dbs, empty.broker], firstDeploy('broker', RABBITS))).toEqual([]);
    expect(compareWithMembers([dbs], uninstalled('database', 'db2', 'db3'))).toEqual([]);
    const two = brokers({ rabbit1: 'running', rabbit2: 'unreachable' }, { view: { members: ['rabbit1'] } });
    expect(compareWithMembers([complete.database, two], uninstalled('broker', 'rabbit2'))).toEqual([]);
    const one = managers({ manager1: 'healthy', manager2: 'unreachable' });
    expect(
      compareWithMembers([complete.database, complete.broker, one], uninstalled('manager', 'manager2')),
    ).toEqual([]);
  });

  test('of a first deploy that has installed the databases but no broker', () => {
    const databasesOnly = [complete.database, empty.broker, empty.manager];
    expect(
      compareWithMembers(databasesOnly, [
        ...firstDeploy('broker', RABBITS),
        ...firstDeploy('manager', MANAGERS),
      ]),
    ).toEqual([]);
  });

  test('if every host is installed, even if members are down', () => {
    expect(compareWithMembers(Object.values(complete), [])).toEqual([]);
    const down = brokers(
      { rabbit1: 'unreachable', rabbit2: 'unreachable' },
      { bootstrapped: ['rabbit1', 'rabbit2'] },
    );
    expect(compareWithMembers([down], [])).toEqual([]);
  });
});

describe('a host of a running cluster that is not installed', () => {
  test('requires replace-host if the other members list it: a wiped first broker must not bootstrap a second cluster', () => {
    const wiped = brokers(
      { rabbit1: 'unreachable', rabbit2: 'running', rabbit3: 'running' },
      { bootstrapped: ['rabbit2', 'rabbit3'] },
    );
    expect(compareWithMembers(withMembership(wiped), uninstalled('broker', 'rabbit1'))).toEqual([
      {
        where: 'rabbit1',
        what: 'not installed, although the broker cluster is already bootstrapped',
        why: 'listed by rabbit2, rabbit3, so installing the host again would bootstrap a second cluster or reset its queues',
        next: 'quorate replace-host inventory.yaml rabbit1',
      },
    ]);
  });

  test('requires replace-host: a wiped database, and a wiped manager that is still registered', () => {
    const db = databases(
      { db1: 'leader', db2: 'unreachable', db3: 'sync' },
      { bootstrapped: ['db1', 'db3'] },
    );
    const manager = managers(
      { manager1: 'unreachable', manager2: 'healthy' },
      { bootstrapped: ['manager2'] },
    );
    const refusals = compareWithMembers(
      [db, complete.broker, manager],
      [...uninstalled('database', 'db2'), ...uninstalled('manager', 'manager1')],
    );
    expect(refusals.map(({ where, next }) => [where, next])).toEqual([
      ['db2', 'quorate replace-host inventory.yaml db2'],
      ['manager1', 'quorate replace-host inventory.yaml manager1'],
    ]);
  });

  test('requires replace-host if its data is lost but its own receipt remains', () => {
    const unreachable = brokers(
      { rabbit1: 'unreachable', rabbit2: 'unreachable', rabbit3: 'unreachable' },
      { bootstrapped: RABBITS },
    );
    expect(compareWithMembers([unreachable], uninstalled('broker', 'rabbit2'))).toMatchObject([
      { where: 'rabbit2', next: 'quorate replace-host inventory.yaml rabbit2' },
    ]);
  });

  test('requires the add command if no member lists it', () => {
    const four = brokers(
      { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running', rabbit4: 'unreachable' },
      { view: { members: RABBITS }, bootstrapped: RABBITS },
    );
    expect(compareWithMembers(withMembership(four), uninstalled('broker', 'rabbit4'))).toEqual([
      {
        where: 'rabbit4',
        what: 'not installed, although the broker cluster is already bootstrapped',
        why: 'not listed by rabbit1, rabbit2, rabbit3, so rabbit4 is not a member',
        next: 'quorate add-broker inventory.yaml rabbit4',
      },
    ]);
  });

  test('requires the other members first if no reachable host lists the members', () => {
    const unreachable = brokers(
      { rabbit1: 'unreachable', rabbit2: 'unreachable', rabbit3: 'unreachable' },
      { bootstrapped: ['rabbit2', 'rabbit3'] },
    );
    expect(compareWithMembers([unreachable], uninstalled('broker', 'rabbit1'))).toMatchObject([
      {
        where: 'rabbit1',
        why: 'no answer from rabbit2, rabbit3, so it is unknown whether rabbit1 is a member',
        next: 'bring rabbit2, rabbit3 back first, then run the same command again',
      },
    ]);
  });

  test('requires replace-host if a manager lists it, even if its own cluster is unreachable', () => {
    const unreachable = brokers(
      { rabbit1: 'unreachable', rabbit2: 'unreachable' },
      { bootstrapped: ['rabbit2'] },
    );
    const managersView = managers(
      { manager1: 'healthy', manager2: 'unreachable' },
      { bootstrapped: MANAGERS },
    );
    const listing = {
      ...managersView.views.manager1,
      brokers: ['rabbit1', 'rabbit2'],
    } as Membership['views'][string];
    const registry = { ...managersView, views: { ...managersView.views, manager1: listing } };
    expect(compareWithMembers([unreachable, registry], uninstalled('broker', 'rabbit1'))).toMatchObject([
      { where: 'rabbit1', next: 'quorate replace-host inventory.yaml rabbit1' },
    ]);
  });

  test('requires replace-host if other members run, even without a receipt of the bootstrap', () => {
    const wiped = brokers({ rabbit1: 'unreachable', rabbit2: 'running', rabbit3: 'running' });
    expect(compareWithMembers([wiped], uninstalled('broker', 'rabbit1'))).toMatchObject([
      { where: 'rabbit1', next: 'quorate replace-host inventory.yaml rabbit1' },
    ]);
  });
});

describe('a running member that the inventory does not list', () => {
  test('is refused once, whether or not a host is not installed', () => {
    const withUnknown = brokers(
      { rabbit1: 'running', rabbit2: 'running', rabbit3: 'unreachable' },
      { bootstrapped: RABBITS, foreign: ['rabbit9'] },
    );
    expect(compareWithMembers(withMembership(withUnknown), [])).toEqual([
      {
        where: 'rabbit9',
        what: 'a member of the running broker cluster, but not in the inventory',
        why: 'listed by rabbit1, rabbit2',
        next: 'list it in the inventory, to keep it or to remove it with remove-broker; then: quorate status inventory.yaml',
      },
    ]);
    expect(
      compareWithMembers(withMembership(withUnknown), uninstalled('broker', 'rabbit3')).map(
        ({ where }) => where,
      ),
    ).toEqual(['rabbit9', 'rabbit3']);
  });

  test('is also found in the registry of the managers', () => {
    const view = {
      kind: 'manager',
      answering: true,
      brokers: ['rabbit9'],
      databases: ['198.51.100.99'],
    } as const;
    const registry = { ...complete.manager, views: { manager1: view } };
    expect(compareWithMembers(withMembership(registry), []).map(({ where, why }) => [where, why])).toEqual([
      ['198.51.100.99', 'listed by manager1'],
      ['rabbit9', 'listed by manager1'],
    ]);
  });
});

describe('a service of which no host is installed', () => {
  test('is not installed again, as databases, if managers that use them are bootstrapped', () => {
    expect(compareWithMembers(withMembership(empty.database), firstDeploy('database', DBS))).toMatchObject([
      {
        where: 'db1, db2, db3',
        what: 'none of the databases is installed, but their cluster was bootstrapped before',
        why: 'recorded on manager1, manager2; a new cluster would be empty',
      },
    ]);
  });

  test('is not installed again, as managers, if databases and brokers carry their receipt', () => {
    const noneInstalled = { ...empty.manager, bootstrapped: [...DBS, ...RABBITS] };
    expect(
      compareWithMembers(
        [complete.database, complete.broker, noneInstalled],
        firstDeploy('manager', MANAGERS),
      ),
    ).toMatchObject([
      {
        where: 'manager1, manager2',
        what: 'none of the managers is installed, but their cluster was bootstrapped before',
        why: 'recorded on db1, db2, db3, rabbit1, rabbit2, rabbit3; new managers would be registered in addition to the old ones',
      },
    ]);
  });

  test('is not installed again if its hosts carry its receipt; the next step explains how to start without data', () => {
    const noneInstalled = { ...empty.broker, bootstrapped: RABBITS };
    const [refusal] = compareWithMembers([noneInstalled], firstDeploy('broker', RABBITS));
    expect(refusal?.next).toBe(
      'restore one of these hosts from a backup; to start over without the data, on rabbit1, rabbit2, rabbit3: cfy_manager remove && rm -r /var/lib/quorate',
    );
  });
});
