import { describe, expect, test } from '@jest/globals';
import { healthy } from '../../../src/membership/views/healthy.ts';
import { nextLane } from '../../../src/membership/next-lane.ts';
import { switchoverCandidate } from '../../../src/membership/candidate.ts';
import { mutexMode } from '../../../src/membership/mutex-mode.ts';
import { brokers, databases, managers, nobody, touch } from './build.ts';

const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });

describe('the order that keeps the leader for last', () => {
  test('takes replicas first, then the synchronous standby, then the leader', () => {
    expect(nextLane(['db1', 'db2', 'db3'], three)).toBe('db3');
    expect(nextLane(['db1', 'db2'], three)).toBe('db2');
    expect(nextLane(['db1'], three)).toBe('db1');
    expect(nextLane([], three)).toBeUndefined();
  });

  test('begins with whoever is not well', () => {
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'starting' });
    expect(nextLane(['db1', 'db2', 'db3', 'db4'], down)).toBe('db4');
    const rabbits = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'silent' });
    expect(nextLane(['rabbit1', 'rabbit2', 'rabbit3'], rabbits)).toBe('rabbit3');
  });

  test('is that of the playbook where nobody leads', () => {
    expect(nextLane(['rabbit2', 'rabbit1'], brokers({ rabbit1: 'running', rabbit2: 'running' }))).toBe(
      'rabbit2',
    );
    expect(nextLane(['db2', 'db1'], nobody('database', ['db1', 'db2']))).toBe('db2');
  });
});

describe('the successor of a leader', () => {
  test('is the synchronous standby', () => {
    expect(switchoverCandidate(three, 'db1')).toBe('db2');
  });

  test('is nobody when the only synchronous standby is the one itself, or silent', () => {
    expect(switchoverCandidate(three, 'db2')).toBeUndefined();
    expect(
      switchoverCandidate(databases({ db1: 'leader', db2: 'silent', db3: 'replica' }), 'db1'),
    ).toBeUndefined();
  });
});

describe('a member is healthy again', () => {
  test('when its etcd votes and it leads or streams', () => {
    const some = databases({ db1: 'leader', db2: 'sync', db3: 'starting', db4: 'ill', db5: 'silent' });
    expect(['db1', 'db2', 'db3', 'db4', 'db5'].map((host) => healthy(some, host))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('when every broker sees it running and its mirrors are in sync', () => {
    const states = { rabbit1: 'running', rabbit2: 'booting', rabbit3: 'silent' } as const;
    expect(Object.keys(states).map((host) => healthy(brokers(states), host))).toEqual([true, false, false]);
    expect(healthy(brokers(states, { view: { unsynchronized: 1 } }), 'rabbit1')).toBe(false);
    expect(healthy(brokers(states, { view: { partitions: ['rabbit3'] } }), 'rabbit1')).toBe(false);
  });

  test('when the manager answers and is well', () => {
    const some = managers({ manager1: 'well', manager2: 'unwell', manager3: 'silent' });
    expect(['manager1', 'manager2', 'manager3'].map((host) => healthy(some, host))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the token of a service', () => {
  test.each([
    ['database', 'bootstrap', [], 'shared'],
    ['broker', 'join', [], 'shared'],
    ['broker', 'join', ['rabbit1'], 'exclusive'],
    ['manager', 'bootstrap', [], 'exclusive'],
    ['manager', 'join', [], 'exclusive'],
    ['database', 'restart', [], 'exclusive'],
  ] as const)('for a %s to %s beside %j is %s', (...[service, effect, bootstrapped, wanted]) => {
    expect(mutexMode(touch(service, effect, 'a'), bootstrapped)).toBe(wanted);
  });
});
