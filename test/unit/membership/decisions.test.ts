import { describe, expect, test } from '@jest/globals';
import { healthy } from '../../../src/membership/views/healthy.ts';
import { nextLane } from '../../../src/membership/next-lane.ts';
import { switchoverCandidate } from '../../../src/membership/candidate.ts';
import { mutexMode } from '../../../src/membership/mutex-mode.ts';
import { brokers, databases, managers, allUnreachable, operation } from './build.ts';

const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });

describe('the order of the hosts', () => {
  test('puts replicas first, then the synchronous standby, then the leader', () => {
    expect(nextLane(['db1', 'db2', 'db3'], three)).toBe('db3');
    expect(nextLane(['db1', 'db2'], three)).toBe('db2');
    expect(nextLane(['db1'], three)).toBe('db1');
    expect(nextLane([], three)).toBeUndefined();
  });

  test('puts unhealthy members before all others', () => {
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'starting' });
    expect(nextLane(['db1', 'db2', 'db3', 'db4'], down)).toBe('db4');
    const rabbits = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'unreachable' });
    expect(nextLane(['rabbit1', 'rabbit2', 'rabbit3'], rabbits)).toBe('rabbit3');
  });

  test('is the order of the playbook if there is no leader', () => {
    expect(nextLane(['rabbit2', 'rabbit1'], brokers({ rabbit1: 'running', rabbit2: 'running' }))).toBe(
      'rabbit2',
    );
    expect(nextLane(['db2', 'db1'], allUnreachable('database', ['db1', 'db2']))).toBe('db2');
  });
});

describe('the candidate of a switchover', () => {
  test('is the synchronous standby', () => {
    expect(switchoverCandidate(three, 'db1')).toBe('db2');
  });

  test('is undefined if the only synchronous standby is the given host or is unreachable', () => {
    expect(switchoverCandidate(three, 'db2')).toBeUndefined();
    expect(
      switchoverCandidate(databases({ db1: 'leader', db2: 'unreachable', db3: 'replica' }), 'db1'),
    ).toBeUndefined();
  });
});

describe('a member is healthy', () => {
  test('if its etcd votes and it is the leader or streams', () => {
    const some = databases({
      db1: 'leader',
      db2: 'sync',
      db3: 'starting',
      db4: 'unhealthy',
      db5: 'unreachable',
    });
    expect(['db1', 'db2', 'db3', 'db4', 'db5'].map((host) => healthy(some, host))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('if every broker reports it running and its mirrors are in sync', () => {
    const states = { rabbit1: 'running', rabbit2: 'booting', rabbit3: 'unreachable' } as const;
    expect(Object.keys(states).map((host) => healthy(brokers(states), host))).toEqual([true, false, false]);
    expect(healthy(brokers(states, { view: { unsynchronized: 1 } }), 'rabbit1')).toBe(false);
    expect(healthy(brokers(states, { view: { partitions: ['rabbit3'] } }), 'rabbit1')).toBe(false);
  });

  test('if the manager is reachable and reports that it is healthy', () => {
    const some = managers({ manager1: 'healthy', manager2: 'unhealthy', manager3: 'unreachable' });
    expect(['manager1', 'manager2', 'manager3'].map((host) => healthy(some, host))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the mutex of a service', () => {
  test.each([
    ['database', 'bootstrap', [], 'shared'],
    ['broker', 'join', [], 'shared'],
    ['broker', 'join', ['rabbit1'], 'exclusive'],
    ['manager', 'bootstrap', [], 'exclusive'],
    ['manager', 'join', [], 'exclusive'],
    ['database', 'restart', [], 'exclusive'],
  ] as const)('to let a %s %s while %j are bootstrapped: %s', (...[service, kind, bootstrapped, wanted]) => {
    expect(mutexMode(operation(service, kind, 'a'), bootstrapped)).toBe(wanted);
  });
});
