import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { brokers, databases, handedOver, lost, managers, touch } from './build.ts';
import { shown, textOf } from './shown.ts';

const sum = (membership: Membership, of: MemberOperation) => textOf(prove(membership, of));
const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });

describe('restarting a database', () => {
  test('is safe when the quorum and a streaming standby remain', () => {
    expect(sum(three, touch('database', 'restart', 'db3'))).toBe(
      'etcd: 3 members, 3 healthy, quorum 2; without db3 2 healthy of 2; ' +
        'patroni: leader db1, 2 streaming standbys; without db3 1: safe',
    );
  });

  test('is refused when it would take the quorum', () => {
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'silent' });
    expect(sum(down, touch('database', 'restart', 'db2'))).toBe(
      'etcd: 3 members, 2 healthy, quorum 2; without db2 1 healthy of 2: refused',
    );
  });

  test('waits when the member that is missed answers and may recover', () => {
    const ill = databases({ db1: 'leader', db2: 'sync', db3: 'ill' });
    expect(prove(ill, touch('database', 'restart', 'db2')).state).toBe('wait');
  });

  test('is safe for a member that is down already', () => {
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'stopped' });
    expect(sum(down, touch('database', 'restart', 'db3'))).toBe(
      'etcd: 3 members, 2 healthy, quorum 2; without db3 2 healthy of 2; ' +
        'patroni: leader db1, 1 streaming standby: safe',
    );
  });

  test('is refused when there is no quorum to protect', () => {
    const lost = databases({ db1: 'ill', db2: 'silent', db3: 'silent' });
    expect(prove(lost, touch('database', 'restart', 'db2')).state).toBe('refused');
  });

  test('is refused when the last streaming standby would go, whatever etcd says', () => {
    const lone = databases({ db1: 'leader', db2: 'sync', db3: 'silent', db4: 'silent', db5: 'silent' });
    const five = databases({ db1: 'leader', db2: 'sync', db3: 'starting', db4: 'starting', db5: 'starting' });
    expect(prove(lone, touch('database', 'restart', 'db2')).state).toBe('refused');
    expect(sum(five, touch('database', 'restart', 'db2'))).toBe(
      'patroni: leader db1, 1 streaming standby; without db2 none, writes stop: wait',
    );
    const two = databases({ db1: 'leader', db2: 'sync' });
    expect(prove(two, touch('database', 'restart', 'db2')).state).toBe('refused');
  });

  test('waits while there is no leader, unless the member is down', () => {
    const none = databases({ db1: 'replica', db2: 'sync', db3: 'replica', db4: 'stopped', db5: 'replica' });
    expect(prove(none, touch('database', 'restart', 'db1')).state).toBe('wait');
    expect(prove(none, touch('database', 'restart', 'db4')).state).toBe('safe');
  });

  test('waits while the leader that Patroni still lists does not answer', () => {
    const lost = databases({ db1: 'lost', db2: 'sync', db3: 'replica', db4: 'replica', db5: 'replica' });
    expect(prove(lost, touch('database', 'restart', 'db2')).state).toBe('wait');
  });

  test('of the leader is refused unless the lead is handed over before', () => {
    const proof = prove(three, touch('database', 'restart', 'db1'));
    expect(shown(proof)).toEqual({
      state: 'refused',
      text: 'patroni: db1 is the leader: refused',
      next: 'quorate switchover inventory.yaml, then run the same command again',
    });
    expect(sum(three, handedOver('restart', 'db1'))).toBe(
      'etcd: 3 members, 3 healthy, quorum 2; without db1 2 healthy of 2; ' +
        'patroni: leader db1, 2 streaming standbys; without db1 1: safe',
    );
  });

  test('of the leader waits for a synchronous standby to hand over to', () => {
    const none = databases({ db1: 'leader', db2: 'replica', db3: 'replica' });
    expect(sum(none, handedOver('restart', 'db1'))).toBe('patroni: no synchronous standby besides db1: wait');
  });

  test('does not believe a standby that Patroni still lists but that does not answer', () => {
    const killed = databases({ db1: 'leader', db2: 'sync', db3: 'starting', db4: 'silent', db5: 'starting' });
    expect(sum(killed, touch('database', 'restart', 'db2'))).toContain(
      '1 streaming standby; without db2 none',
    );
  });

  test('does not believe what Patroni repeats where etcd is lost', () => {
    const old = databases({ db1: 'leader', db2: 'sync', db3: 'ill', db4: 'replica', db5: 'replica' });
    const view = old.views.db3;
    const confused = {
      ...old,
      views: { ...old.views, db3: view?.kind === 'database' ? { ...view, patroni: [] } : view! },
    };
    expect(prove(confused, touch('database', 'restart', 'db5')).state).toBe('safe');
  });
});

describe('removing a database', () => {
  test('below three is refused while it is alive', () => {
    expect(shown(prove(three, touch('database', 'remove', 'db3')))).toEqual({
      state: 'refused',
      text: 'database: 3 members; without db3 2, at least 3 needed: refused',
      next: 'add another first: quorate add-database inventory.yaml NAME',
    });
  });

  test('that is gone is safe even then, and says what it costs', () => {
    const dead = databases({ db1: 'leader', db2: 'sync', db3: 'stopped' });
    expect(shown(prove(dead, touch('database', 'remove', 'db3')))).toMatchObject({
      state: 'refused',
      next: 'add another first: quorate add-database inventory.yaml NAME; if db3 is permanently lost, repeat the command with --lost',
    });
    expect(sum(dead, lost('database', 'db3'))).toBe(
      'database: 3 members; without db3 2, at least 3 needed (the next loss stops writes); ' +
        'etcd: 3 members, 2 healthy, quorum 2; without db3 2 healthy of 2; ' +
        'patroni: leader db1, 1 streaming standby: safe',
    );
  });

  test('that is said to be gone is refused while the others see it at work', () => {
    const seen = databases({ db1: 'leader', db2: 'sync', db3: 'silent' });
    expect(shown(prove(seen, lost('database', 'db3')))).toEqual({
      state: 'refused',
      text: 'database: db3 is reported running by db1, db2: refused',
      next: 'remove it as a running member: quorate remove-database inventory.yaml db3; if it has just failed, repeat the command in a minute',
    });
    const rabbits = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' });
    const gone = lost('broker', 'rabbit3');
    expect(sum(rabbits, gone)).toBe('broker: rabbit3 is reported running by rabbit1, rabbit2: refused');
  });

  test('that is healthy is refused when another is down: the dead one goes first', () => {
    const four = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'silent' });
    expect(shown(prove(four, touch('database', 'remove', 'db3')))).toEqual({
      state: 'refused',
      text: 'etcd: 4 members, 3 healthy, quorum 3; db4 is not healthy: refused',
      next: 'bring db4 back, or: quorate remove-database inventory.yaml db4 --lost',
    });
    const ill = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'ill' });
    expect(prove(ill, touch('database', 'remove', 'db3')).state).toBe('wait');
  });
});

describe('a broker', () => {
  const healthy = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' });

  test('is restarted when most nodes go on and mirrors are in sync', () => {
    expect(sum(healthy, touch('broker', 'restart', 'rabbit2'))).toBe(
      'broker: 3 members, 3 running, quorum 2; without rabbit2 2 running of 2; mirrors in sync: safe',
    );
  });

  test('is not restarted while another is down', () => {
    const down = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'silent' });
    expect(sum(down, touch('broker', 'restart', 'rabbit2'))).toBe(
      'broker: 3 members, 2 running, quorum 2; without rabbit2 1 running of 2: refused',
    );
    expect(prove(down, touch('broker', 'restart', 'rabbit3')).state).toBe('safe');
  });

  test('is not restarted while another boots: that one may come', () => {
    const booting = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'booting' });
    expect(prove(booting, touch('broker', 'restart', 'rabbit1')).state).toBe('wait');
  });

  test.each([
    [{ unsynchronized: 2 }, 'broker: 2 queues with mirrors not in sync: wait'],
    [{ alarms: ['memory on rabbit1'] }, 'broker: alarm: memory on rabbit1: wait'],
    [{ critical: true }, 'broker: rabbit2 is critical to a queue: wait'],
    [{ partitions: ['rabbit3'] }, 'broker: rabbit1 is partitioned from rabbit3: refused'],
  ])('is not restarted when every node says %j', (view, wanted) => {
    const states = { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' } as const;
    expect(sum(brokers(states, { view }), touch('broker', 'restart', 'rabbit2'))).toBe(wanted);
  });

  test('is not restarted when it does not tell whether mirrors are in sync', () => {
    const view = healthy.views.rabbit2;
    if (view?.kind !== 'broker') throw new Error('no view');
    const { kind, members, running, partitions, alarms } = view;
    const untold = { kind, members, running, partitions, alarms };
    const unknown = { ...healthy, views: { ...healthy.views, rabbit2: untold } };
    expect(prove(unknown, touch('broker', 'restart', 'rabbit2')).state).toBe('wait');
  });

  test('of two cannot be stopped: the other would pause', () => {
    const two = brokers({ rabbit1: 'running', rabbit2: 'running' });
    expect(prove(two, touch('broker', 'stop-to-leave', 'rabbit1')).state).toBe('refused');
  });

  test('is not removed from three', () => {
    expect(sum(healthy, touch('broker', 'remove', 'rabbit3'))).toBe(
      'broker: 3 members; without rabbit3 2, at least 3 needed: refused',
    );
  });
});

describe('a manager', () => {
  const two = managers({ manager1: 'well', manager2: 'well' });

  test('is restarted when another is well', () => {
    expect(sum(two, touch('manager', 'restart', 'manager1'))).toBe(
      'manager: 2 members, 2 healthy; without manager1 1 healthy: safe',
    );
  });

  test('is not restarted when no other is well, yet may be or not', () => {
    const unwell = managers({ manager1: 'well', manager2: 'unwell' });
    expect(prove(unwell, touch('manager', 'restart', 'manager1')).state).toBe('wait');
    const alone = managers({ manager1: 'well', manager2: 'silent' });
    expect(prove(alone, touch('manager', 'restart', 'manager1')).state).toBe('refused');
  });

  test('that is the only one is restarted, and the proof says what it costs; it is not stopped', () => {
    const one = managers({ manager1: 'well' });
    const cost =
      'manager: 1 member, 1 healthy; without manager1 0 healthy; it is the only manager, so none answers meanwhile';
    expect(sum(one, touch('manager', 'restart', 'manager1'))).toBe(`${cost}: safe`);
    expect(prove(one, touch('manager', 'stop-to-leave', 'manager1')).state).toBe('refused');
    const gone = { host: 'manager2', node: 'manager2', standing: 'down' } as const;
    const left = { ...one, expected: [...one.expected, gone] };
    expect(prove(left, touch('manager', 'restart', 'manager1')).state).toBe('safe');
  });

  test('is not removed from two', () => {
    expect(prove(two, touch('manager', 'remove', 'manager1')).state).toBe('refused');
  });
});
