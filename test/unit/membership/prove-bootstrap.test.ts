import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { brokers, databases, managers, allUnreachable, operation, type Database } from './build.ts';
import { printed, textOf } from './printed.ts';

const proofText = (membership: Membership, of: MemberOperation) => textOf(prove(membership, of));
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
  ] as const)('bootstraps the %s service', (...[service, hosts, first, wanted]) => {
    expect(proofText(allUnreachable(service, hosts), operation(service, 'bootstrap', first))).toBe(wanted);
  });

  test.each(['bootstrap', 'join'] as const)('lets a database %s while another one runs', (kind) => {
    const one = databases({ db1: 'unhealthy', db2: 'unreachable', db3: 'unreachable' });
    expect(proofText(one, operation('database', kind, 'db2'))).toBe(
      'etcd: 3 members, 0 healthy, quorum 2; db2 is a member: safe',
    );
    const two = databases({ db1: 'leader', db2: 'sync', db3: 'unreachable' });
    expect(prove(two, operation('database', kind, 'db3')).state).toBe('safe');
  });

  test('refuses a database that the running databases do not list', () => {
    const running = databases({ db1: 'leader', db2: 'sync' });
    const withUnlisted = {
      ...running,
      expected: [...running.expected, { host: 'db9', node: '198.51.100.19', standing: 'member' as const }],
    };
    expect(printed(prove(withUnlisted, operation('database', 'bootstrap', 'db9')))).toEqual({
      state: 'refused',
      text: 'etcd: 2 members, 2 healthy, quorum 2; db9 is not a member: refused',
      next: 'quorate add-database inventory.yaml db9',
    });
  });

  test('joins a broker to a running broker', () => {
    const one = brokers({ rabbit1: 'running', rabbit2: 'unreachable' }, { view: { members: ['rabbit1'] } });
    expect(proofText(one, operation('broker', 'join', 'rabbit2'))).toBe(
      'broker: 1 member, 1 running, quorum 1; joining rabbit2 makes 2, quorum 2: safe',
    );
  });

  test('waits if no broker runs that a broker could join', () => {
    expect(prove(allUnreachable('broker', RABBITS), operation('broker', 'join', 'rabbit2')).state).toBe(
      'wait',
    );
    const booting = brokers({ rabbit1: 'booting', rabbit2: 'unreachable' });
    expect(prove(booting, operation('broker', 'join', 'rabbit2')).state).toBe('wait');
  });

  test('refuses to bootstrap a second cluster while brokers or managers run', () => {
    const notInstalled = brokers({ rabbit1: 'unreachable', rabbit2: 'running', rabbit3: 'running' });
    expect(printed(prove(notInstalled, operation('broker', 'bootstrap', 'rabbit1')))).toEqual({
      state: 'refused',
      text: 'broker: 2 members running (rabbit2, rabbit3); installing rabbit1 would bootstrap a second cluster: refused',
      next: 'quorate replace-host inventory.yaml rabbit1',
    });
    const manager = managers({ manager1: 'unreachable', manager2: 'healthy' });
    expect(prove(manager, operation('manager', 'bootstrap', 'manager1')).state).toBe('refused');
  });

  test('joins a manager once another one is healthy', () => {
    expect(
      proofText(
        managers({ manager1: 'healthy', manager2: 'unreachable' }),
        operation('manager', 'join', 'manager2'),
      ),
    ).toBe('manager: 1 member healthy; joining manager2 makes 2: safe');
    const unhealthy = managers({ manager1: 'unhealthy', manager2: 'unreachable' });
    expect(prove(unhealthy, operation('manager', 'join', 'manager2')).state).toBe('wait');
  });

  test('refuses while a running member is not listed in the inventory', () => {
    const foreign = databases(
      { db1: 'leader', db2: 'sync', db3: 'unreachable' },
      { foreign: ['198.51.100.99'] },
    );
    expect(printed(prove(foreign, operation('database', 'bootstrap', 'db3')))).toEqual({
      state: 'refused',
      text: 'database: 198.51.100.99 is a member of the running database cluster, but not in the inventory: listed by db1, db2: refused',
      next: 'list it in the inventory, to keep it or to remove it with remove-database; then: quorate status inventory.yaml',
    });
  });
});

describe('a host of a bootstrapped service that is not installed', () => {
  const states: Record<string, Database> = { db1: 'leader', db2: 'sync', db3: 'unreachable' };

  test('must be replaced if the other members list it', () => {
    const bootstrapped = databases(states, { bootstrapped: ['db1', 'db2'] });
    expect(printed(prove(bootstrapped, operation('database', 'join', 'db3')))).toEqual({
      state: 'refused',
      text: 'database: db3 is not installed, although the database cluster is already bootstrapped: listed by db1, db2, so installing the host again would bring it back empty under its old name: refused',
      next: 'quorate replace-host inventory.yaml db3',
    });
  });

  test('must be added if the other members do not list it', () => {
    const running = brokers(
      { rabbit1: 'running', rabbit2: 'unreachable' },
      { view: { members: ['rabbit1'] }, bootstrapped: ['rabbit1'] },
    );
    expect(printed(prove(running, operation('broker', 'join', 'rabbit2')))).toMatchObject({
      state: 'refused',
      next: 'quorate add-broker inventory.yaml rabbit2',
    });
  });
});

describe('adding a member to a bootstrapped service', () => {
  test('is safe if the quorum would hold without the new member', () => {
    const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' }, { bootstrapped: DBS });
    expect(proofText(three, operation('database', 'join', 'db4'))).toBe(
      'etcd: 3 members, 3 healthy, quorum 2; joining db4 makes 4, quorum 3: safe',
    );
    const running = brokers(
      { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' },
      { bootstrapped: RABBITS },
    );
    expect(proofText(running, operation('broker', 'join', 'rabbit4'))).toBe(
      'broker: 3 members, 3 running, quorum 2; joining rabbit4 makes 4, quorum 3: safe',
    );
  });

  test('is refused while a member is down, and waits while it recovers', () => {
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'unreachable' }, { bootstrapped: DBS });
    expect(proofText(down, operation('database', 'join', 'db4'))).toBe(
      'etcd: 3 members, 2 healthy, quorum 2; joining db4 makes 4, quorum 3; db3 is not healthy: refused',
    );
    const unhealthy = databases({ db1: 'leader', db2: 'sync', db3: 'unhealthy' }, { bootstrapped: DBS });
    expect(prove(unhealthy, operation('database', 'join', 'db4')).state).toBe('wait');
  });

  test('waits for a leader to copy from', () => {
    const none = databases({ db1: 'replica', db2: 'sync', db3: 'replica' }, { bootstrapped: DBS });
    expect(proofText(none, operation('database', 'join', 'db4'))).toBe(
      'patroni: no leader to copy from: wait',
    );
  });

  test('is refused beyond ten managers', () => {
    const names = Array.from({ length: 10 }, (_, i) => [`manager${i + 1}`, 'healthy'] as const);
    const ten = managers(Object.fromEntries(names));
    expect(printed(prove(ten, operation('manager', 'join', 'manager11')))).toMatchObject({
      state: 'refused',
      text: 'manager: 10 of at most 10: refused',
    });
  });
});
