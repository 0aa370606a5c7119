import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { brokers, databases, managers, nobody, touch, type Database } from './build.ts';
import { shown, textOf } from './shown.ts';

const sum = (membership: Membership, of: MemberOperation) => textOf(prove(membership, of));
const DBS = ['db1', 'db2', 'db3'];
const RABBITS = ['rabbit1', 'rabbit2', 'rabbit3'];

describe('the first deploy', () => {
  test.each([
    ['database', DBS, 'db1', 'etcd: no member answers; bootstrapping db1 makes 1: safe'],
    [
      'broker',
      RABBITS,
      'rabbit1',
      'broker: no member answers; bootstrapping rabbit1 makes 1, quorum 1: safe',
    ],
    ['manager', ['manager1'], 'manager1', 'manager: no member answers; bootstrapping manager1 makes 1: safe'],
  ] as const)('founds the %s service', (...[service, hosts, first, wanted]) => {
    expect(sum(nobody(service, hosts), touch(service, 'bootstrap', first))).toBe(wanted);
  });

  test.each(['bootstrap', 'join'] as const)('lets another database %s beside those that are up', (effect) => {
    const one = databases({ db1: 'ill', db2: 'silent', db3: 'silent' });
    expect(sum(one, touch('database', effect, 'db2'))).toBe(
      'etcd: 3 members, 0 healthy, quorum 2; db2 is one of them: safe',
    );
    const two = databases({ db1: 'leader', db2: 'sync', db3: 'silent' });
    expect(prove(two, touch('database', effect, 'db3')).state).toBe('safe');
  });

  test('refuses a database that the live ones do not expect', () => {
    const live = databases({ db1: 'leader', db2: 'sync' });
    const four = {
      ...live,
      expected: [...live.expected, { host: 'db9', node: '198.51.100.19', standing: 'member' as const }],
    };
    expect(shown(prove(four, touch('database', 'bootstrap', 'db9')))).toEqual({
      state: 'refused',
      text: 'etcd: 2 members, 2 healthy, quorum 2; db9 is not a member: refused',
      next: 'quorate add-database inventory.yaml db9',
    });
  });

  test('joins a broker to the one that runs', () => {
    const one = brokers({ rabbit1: 'running', rabbit2: 'silent' }, { view: { members: ['rabbit1'] } });
    expect(sum(one, touch('broker', 'join', 'rabbit2'))).toBe(
      'broker: 1 member, 1 running, quorum 1; joining rabbit2 makes 2, quorum 2: safe',
    );
  });

  test('waits when no broker runs that another could join', () => {
    expect(prove(nobody('broker', RABBITS), touch('broker', 'join', 'rabbit2')).state).toBe('wait');
    const booting = brokers({ rabbit1: 'booting', rabbit2: 'silent' });
    expect(prove(booting, touch('broker', 'join', 'rabbit2')).state).toBe('wait');
  });

  test('refuses to found a second cluster beside live brokers or managers', () => {
    const bare = brokers({ rabbit1: 'silent', rabbit2: 'running', rabbit3: 'running' });
    expect(shown(prove(bare, touch('broker', 'bootstrap', 'rabbit1')))).toEqual({
      state: 'refused',
      text: 'broker: 2 members running (rabbit2, rabbit3); installing rabbit1 would bootstrap a second cluster: refused',
      next: 'quorate replace-host inventory.yaml rabbit1',
    });
    const manager = managers({ manager1: 'silent', manager2: 'well' });
    expect(prove(manager, touch('manager', 'bootstrap', 'manager1')).state).toBe('refused');
  });

  test('joins a manager once another is well', () => {
    expect(
      sum(managers({ manager1: 'well', manager2: 'silent' }), touch('manager', 'join', 'manager2')),
    ).toBe('manager: 1 member healthy; joining manager2 makes 2: safe');
    const unwell = managers({ manager1: 'unwell', manager2: 'silent' });
    expect(prove(unwell, touch('manager', 'join', 'manager2')).state).toBe('wait');
  });

  test('refuses beside a live member that the inventory does not list', () => {
    const foreign = databases({ db1: 'leader', db2: 'sync', db3: 'silent' }, { foreign: ['198.51.100.99'] });
    expect(shown(prove(foreign, touch('database', 'bootstrap', 'db3')))).toEqual({
      state: 'refused',
      text: 'database: 198.51.100.99 is a member of the live databases, and not in the inventory: listed by db1, db2: refused',
      next: 'list it in the inventory; to remove it from the cluster, then: quorate remove-database inventory.yaml NAME',
    });
  });
});

describe('a bare host of a service that was founded', () => {
  const states: Record<string, Database> = { db1: 'leader', db2: 'sync', db3: 'silent' };

  test('is to be replaced when the others know it', () => {
    const bootstrapped = databases(states, { bootstrapped: ['db1', 'db2'] });
    expect(shown(prove(bootstrapped, touch('database', 'join', 'db3')))).toEqual({
      state: 'refused',
      text: 'database: db3 is bare, while the databases are a live cluster: listed by db1, db2: installed again, it would come back empty under its old name: refused',
      next: 'quorate replace-host inventory.yaml db3',
    });
  });

  test('is to be added when they do not', () => {
    const live = brokers(
      { rabbit1: 'running', rabbit2: 'silent' },
      { view: { members: ['rabbit1'] }, bootstrapped: ['rabbit1'] },
    );
    expect(shown(prove(live, touch('broker', 'join', 'rabbit2')))).toMatchObject({
      state: 'refused',
      next: 'quorate add-broker inventory.yaml rabbit2',
    });
  });
});

describe('adding a member to a founded service', () => {
  test('is safe when the quorum would hold without the new one', () => {
    const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' }, { bootstrapped: DBS });
    expect(sum(three, touch('database', 'join', 'db4'))).toBe(
      'etcd: 3 members, 3 healthy, quorum 2; joining db4 makes 4, quorum 3: safe',
    );
    const running = brokers(
      { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' },
      { bootstrapped: RABBITS },
    );
    expect(sum(running, touch('broker', 'join', 'rabbit4'))).toBe(
      'broker: 3 members, 3 running, quorum 2; joining rabbit4 makes 4, quorum 3: safe',
    );
  });

  test('is refused while one is down, and waits while it recovers', () => {
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'silent' }, { bootstrapped: DBS });
    expect(sum(down, touch('database', 'join', 'db4'))).toBe(
      'etcd: 3 members, 2 healthy, quorum 2; joining db4 makes 4, quorum 3; db3 is not healthy: refused',
    );
    const ill = databases({ db1: 'leader', db2: 'sync', db3: 'ill' }, { bootstrapped: DBS });
    expect(prove(ill, touch('database', 'join', 'db4')).state).toBe('wait');
  });

  test('waits for a leader to copy from', () => {
    const none = databases({ db1: 'replica', db2: 'sync', db3: 'replica' }, { bootstrapped: DBS });
    expect(sum(none, touch('database', 'join', 'db4'))).toBe('patroni: no leader to copy from: wait');
  });

  test('stops at ten managers', () => {
    const names = Array.from({ length: 10 }, (_, i) => [`manager${i + 1}`, 'well'] as const);
    const ten = managers(Object.fromEntries(names));
    expect(shown(prove(ten, touch('manager', 'join', 'manager11')))).toMatchObject({
      state: 'refused',
      text: 'manager: 10 of at most 10: refused',
    });
  });
});
