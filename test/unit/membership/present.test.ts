import { describe, expect, test } from '@jest/globals';
import type { NotInstalled } from '../../../src/membership/admission/inventory-mismatch.ts';
import { compareWithMembers as comparison } from '../../../src/membership/admission/compare-with-members.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { HostName, Service } from '../../../src/model/names.ts';
import { brokers, databases, managers, nobody, notInstalled } from './build.ts';
import { advised } from '../../support/advised.ts';

const compareWithMembers = (...given: Parameters<typeof comparison>) => advised(comparison(...given));

const DBS = ['db1', 'db2', 'db3'];
const RABBITS = ['rabbit1', 'rabbit2', 'rabbit3'];
const MANAGERS = ['manager1', 'manager2'];

/** The finished cluster, every service founded; a test puts its own membership in place of one. */
const live: Readonly<Record<Service, Membership>> = {
  database: databases({ db1: 'leader', db2: 'sync', db3: 'replica' }, { bootstrapped: DBS }),
  broker: brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' }, { bootstrapped: RABBITS }),
  manager: managers({ manager1: 'well', manager2: 'well' }, { bootstrapped: MANAGERS }),
};
const beside = (other: Membership): readonly Membership[] =>
  Object.values({ ...live, [other.service]: other });
const founding = (service: Service, hosts: readonly HostName[]): readonly NotInstalled[] =>
  hosts.map((host, i) =>
    notInstalled(service, service === 'database' || i === 0 ? 'bootstrap' : 'join', host),
  );
const bare = (service: Service, ...hosts: readonly HostName[]): readonly NotInstalled[] =>
  hosts.map((host) => notInstalled(service, host.endsWith('1') ? 'bootstrap' : 'join', host));

describe('nothing stands in the way', () => {
  test('of a first deploy', () => {
    const nothing = [nobody('database', DBS), nobody('broker', RABBITS), nobody('manager', MANAGERS)];
    const all = [
      ...founding('database', DBS),
      ...founding('broker', RABBITS),
      ...founding('manager', MANAGERS),
    ];
    expect(compareWithMembers(nothing, all)).toEqual([]);
  });

  test('of a first deploy that was broken off within any service', () => {
    const dbs = databases({ db1: 'leader', db2: 'silent', db3: 'silent' });
    expect(compareWithMembers([dbs, nobody('broker', RABBITS)], founding('broker', RABBITS))).toEqual([]);
    expect(compareWithMembers([dbs], bare('database', 'db2', 'db3'))).toEqual([]);
    const two = brokers({ rabbit1: 'running', rabbit2: 'silent' }, { view: { members: ['rabbit1'] } });
    expect(compareWithMembers([live.database, two], bare('broker', 'rabbit2'))).toEqual([]);
    const one = managers({ manager1: 'well', manager2: 'silent' });
    expect(compareWithMembers([live.database, live.broker, one], bare('manager', 'manager2'))).toEqual([]);
  });

  test('where a first deploy has installed the databases and every broker is bare', () => {
    const none = [live.database, nobody('broker', RABBITS), nobody('manager', MANAGERS)];
    expect(
      compareWithMembers(none, [...founding('broker', RABBITS), ...founding('manager', MANAGERS)]),
    ).toEqual([]);
  });

  test('where all live and nobody is bare, even when members are down', () => {
    expect(compareWithMembers(Object.values(live), [])).toEqual([]);
    const down = brokers({ rabbit1: 'silent', rabbit2: 'silent' }, { bootstrapped: ['rabbit1', 'rabbit2'] });
    expect(compareWithMembers([down], [])).toEqual([]);
  });
});

describe('a bare host of a live cluster', () => {
  test('is sent to replace-host when the others list it: a wiped first broker founds no second cluster', () => {
    const wiped = brokers(
      { rabbit1: 'silent', rabbit2: 'running', rabbit3: 'running' },
      { bootstrapped: ['rabbit2', 'rabbit3'] },
    );
    expect(compareWithMembers(beside(wiped), bare('broker', 'rabbit1'))).toEqual([
      {
        where: 'rabbit1',
        what: 'bare, while the brokers are a live cluster',
        why: 'listed by rabbit2, rabbit3: installed again, it would found a second cluster or reset its queues',
        next: 'quorate replace-host inventory.yaml rabbit1',
      },
    ]);
  });

  test('is sent there, a wiped database too, and a wiped manager that the others have registered', () => {
    const db = databases({ db1: 'leader', db2: 'silent', db3: 'sync' }, { bootstrapped: ['db1', 'db3'] });
    const manager = managers({ manager1: 'silent', manager2: 'well' }, { bootstrapped: ['manager2'] });
    const found = compareWithMembers(
      [db, live.broker, manager],
      [...bare('database', 'db2'), ...bare('manager', 'manager1')],
    );
    expect(found.map(({ where, next }) => [where, next])).toEqual([
      ['db2', 'quorate replace-host inventory.yaml db2'],
      ['manager1', 'quorate replace-host inventory.yaml manager1'],
    ]);
  });

  test('is sent there when only its data is gone and it remembers itself', () => {
    const silent = brokers(
      { rabbit1: 'silent', rabbit2: 'silent', rabbit3: 'silent' },
      { bootstrapped: RABBITS },
    );
    expect(compareWithMembers([silent], bare('broker', 'rabbit2'))).toMatchObject([
      { where: 'rabbit2', next: 'quorate replace-host inventory.yaml rabbit2' },
    ]);
  });

  test('is sent to the add command when no member knows it', () => {
    const four = brokers(
      { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running', rabbit4: 'silent' },
      { view: { members: RABBITS }, bootstrapped: RABBITS },
    );
    expect(compareWithMembers(beside(four), bare('broker', 'rabbit4'))).toEqual([
      {
        where: 'rabbit4',
        what: 'bare, while the brokers are a live cluster',
        why: 'not listed by rabbit1, rabbit2, rabbit3: it is none of their members',
        next: 'quorate add-broker inventory.yaml rabbit4',
      },
    ]);
  });

  test('waits for the others when nobody can tell whether it was a member', () => {
    const mute = brokers(
      { rabbit1: 'silent', rabbit2: 'silent', rabbit3: 'silent' },
      { bootstrapped: ['rabbit2', 'rabbit3'] },
    );
    expect(compareWithMembers([mute], bare('broker', 'rabbit1'))).toMatchObject([
      {
        where: 'rabbit1',
        why: 'it was founded, and rabbit2, rabbit3 do not answer: whether it is a member is not known',
        next: 'bring rabbit2, rabbit3 back first, then run the same command again',
      },
    ]);
  });

  test('is known by the managers where its own cluster is silent', () => {
    const mute = brokers({ rabbit1: 'silent', rabbit2: 'silent' }, { bootstrapped: ['rabbit2'] });
    const asked = managers({ manager1: 'well', manager2: 'silent' }, { bootstrapped: MANAGERS });
    const telling = {
      ...asked.views.manager1,
      brokers: ['rabbit1', 'rabbit2'],
    } as Membership['views'][string];
    const registry = { ...asked, views: { ...asked.views, manager1: telling } };
    expect(compareWithMembers([mute, registry], bare('broker', 'rabbit1'))).toMatchObject([
      { where: 'rabbit1', next: 'quorate replace-host inventory.yaml rabbit1' },
    ]);
  });

  test('is refused where nobody was told that the service is founded, yet others live', () => {
    const wiped = brokers({ rabbit1: 'silent', rabbit2: 'running', rabbit3: 'running' });
    expect(compareWithMembers([wiped], bare('broker', 'rabbit1'))).toMatchObject([
      { where: 'rabbit1', next: 'quorate replace-host inventory.yaml rabbit1' },
    ]);
  });
});

describe('a live member that the inventory does not list', () => {
  test('is refused once, whether or not anybody is bare', () => {
    const more = brokers(
      { rabbit1: 'running', rabbit2: 'running', rabbit3: 'silent' },
      { bootstrapped: RABBITS, foreign: ['rabbit9'] },
    );
    expect(compareWithMembers(beside(more), [])).toEqual([
      {
        where: 'rabbit9',
        what: 'a member of the live brokers, and not in the inventory',
        why: 'listed by rabbit1, rabbit2',
        next: 'list it in the inventory; to remove it from the cluster, then: quorate remove-broker inventory.yaml NAME',
      },
    ]);
    expect(compareWithMembers(beside(more), bare('broker', 'rabbit3')).map(({ where }) => where)).toEqual([
      'rabbit9',
      'rabbit3',
    ]);
  });

  test('is found in the registry of the managers too', () => {
    const view = {
      kind: 'manager',
      answering: true,
      brokers: ['rabbit9'],
      databases: ['198.51.100.99'],
    } as const;
    const registry = { ...live.manager, views: { manager1: view } };
    expect(compareWithMembers(beside(registry), []).map(({ where, why }) => [where, why])).toEqual([
      ['198.51.100.99', 'listed by manager1'],
      ['rabbit9', 'listed by manager1'],
    ]);
  });
});

describe('a service of which every host is bare', () => {
  test('is not begun anew under managers that count on it', () => {
    const gone = nobody('database', DBS);
    expect(compareWithMembers(beside(gone), founding('database', DBS))).toMatchObject([
      {
        where: 'db1, db2, db3',
        what: 'all databases are bare, and were a live cluster before',
        why: 'manager1, manager2 remember it: installed again it would be empty',
      },
    ]);
  });

  test('is not begun anew where managers are that databases and brokers remember', () => {
    const gone = { ...nobody('manager', MANAGERS), bootstrapped: [...DBS, ...RABBITS] };
    expect(
      compareWithMembers([live.database, live.broker, gone], founding('manager', MANAGERS)),
    ).toMatchObject([
      {
        where: 'manager1, manager2',
        what: 'all managers are bare, and were a live cluster before',
        why: 'db1, db2, db3, rabbit1, rabbit2, rabbit3 remember it: installed again they would register beside the old ones',
      },
    ]);
  });

  test('is not begun anew where its hosts remember it: the way to a new start is said', () => {
    const gone = { ...nobody('broker', RABBITS), bootstrapped: RABBITS };
    const [refusal] = compareWithMembers([gone], founding('broker', RABBITS));
    expect(refusal?.next).toBe(
      'restore one from a backup; to begin anew without its data, on rabbit1, rabbit2, rabbit3: cfy_manager remove, then rm -r /var/lib/quorate',
    );
  });
});
