import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { afterSwitchover, brokers, databases, operation, removalOfLost } from './build.ts';
import { printed, textOf } from './printed.ts';

const proofText = (membership: Membership, of: MemberOperation) => textOf(prove(membership, of));
const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });

describe('restarting a database', () => {
  test('is safe if the quorum and a streaming standby remain', () => {
    expect(proofText(three, operation('database', 'restart', 'db3'))).toBe(
      'etcd: 3 members, 3 healthy, quorum 2; without db3 2 healthy of 2; ' +
        'patroni: leader db1, 2 streaming standbys; without db3 1: safe',
    );
  });

  test('is refused if it would cost the quorum', () => {
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'unreachable' });
    expect(proofText(down, operation('database', 'restart', 'db2'))).toBe(
      'etcd: 3 members, 2 healthy, quorum 2; without db2 1 healthy of 2: refused',
    );
  });

  test('waits if the missing member is reachable and may recover', () => {
    const unhealthy = databases({ db1: 'leader', db2: 'sync', db3: 'unhealthy' });
    expect(prove(unhealthy, operation('database', 'restart', 'db2')).state).toBe('wait');
  });

  test('is safe for a member that is already down', () => {
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'stopped' });
    expect(proofText(down, operation('database', 'restart', 'db3'))).toBe(
      'etcd: 3 members, 2 healthy, quorum 2; without db3 2 healthy of 2; ' +
        'patroni: leader db1, 1 streaming standby: safe',
    );
  });

  test('is refused if there is no quorum', () => {
    const noQuorum = databases({ db1: 'unhealthy', db2: 'unreachable', db3: 'unreachable' });
    expect(prove(noQuorum, operation('database', 'restart', 'db2')).state).toBe('refused');
  });

  test('is not safe for the last streaming standby, even if the quorum would hold', () => {
    const oneStandby = databases({
      db1: 'leader',
      db2: 'sync',
      db3: 'unreachable',
      db4: 'unreachable',
      db5: 'unreachable',
    });
    const five = databases({ db1: 'leader', db2: 'sync', db3: 'starting', db4: 'starting', db5: 'starting' });
    expect(prove(oneStandby, operation('database', 'restart', 'db2')).state).toBe('refused');
    expect(proofText(five, operation('database', 'restart', 'db2'))).toBe(
      'patroni: leader db1, 1 streaming standby; without db2 none, writes stop: wait',
    );
    const two = databases({ db1: 'leader', db2: 'sync' });
    expect(prove(two, operation('database', 'restart', 'db2')).state).toBe('refused');
  });

  test('waits while there is no leader, unless the member is down', () => {
    const leaderless = databases({
      db1: 'replica',
      db2: 'sync',
      db3: 'replica',
      db4: 'stopped',
      db5: 'replica',
    });
    expect(prove(leaderless, operation('database', 'restart', 'db1')).state).toBe('wait');
    expect(prove(leaderless, operation('database', 'restart', 'db4')).state).toBe('safe');
  });

  test('waits while the leader is unreachable but still listed by Patroni', () => {
    const leaderDown = databases({
      db1: 'unreachable leader',
      db2: 'sync',
      db3: 'replica',
      db4: 'replica',
      db5: 'replica',
    });
    expect(prove(leaderDown, operation('database', 'restart', 'db2')).state).toBe('wait');
  });

  test('of the leader is refused unless a switchover precedes it', () => {
    const proof = prove(three, operation('database', 'restart', 'db1'));
    expect(printed(proof)).toEqual({
      state: 'refused',
      text: 'patroni: db1 is the leader: refused',
      next: 'quorate switchover inventory.yaml, then run the same command again',
    });
    expect(proofText(three, afterSwitchover('restart', 'db1'))).toBe(
      'etcd: 3 members, 3 healthy, quorum 2; without db1 2 healthy of 2; ' +
        'patroni: leader db1, 2 streaming standbys; without db1 1: safe',
    );
  });

  test('of the leader waits for a synchronous standby', () => {
    const asynchronous = databases({ db1: 'leader', db2: 'replica', db3: 'replica' });
    expect(proofText(asynchronous, afterSwitchover('restart', 'db1'))).toBe(
      'patroni: no synchronous standby besides db1: wait',
    );
  });

  test('does not count a standby that Patroni lists but that is unreachable', () => {
    const killed = databases({
      db1: 'leader',
      db2: 'sync',
      db3: 'starting',
      db4: 'unreachable',
      db5: 'starting',
    });
    expect(proofText(killed, operation('database', 'restart', 'db2'))).toContain(
      '1 streaming standby; without db2 none',
    );
  });

  test('ignores the view of a Patroni whose etcd has no quorum', () => {
    const stale = databases({ db1: 'leader', db2: 'sync', db3: 'unhealthy', db4: 'replica', db5: 'replica' });
    const view = stale.views.db3;
    const contradictory = {
      ...stale,
      views: { ...stale.views, db3: view?.kind === 'database' ? { ...view, patroni: [] } : view! },
    };
    expect(prove(contradictory, operation('database', 'restart', 'db5')).state).toBe('safe');
  });
});

describe('removing a database', () => {
  test('is refused if fewer than three would remain', () => {
    expect(printed(prove(three, operation('database', 'remove', 'db3')))).toEqual({
      state: 'refused',
      text: 'database: 3 members; without db3 2, at least 3 needed: refused',
      next: 'add another first: quorate add-database --help',
    });
  });

  test('is safe below three if the database is permanently lost; the proof states the risk', () => {
    const stopped = databases({ db1: 'leader', db2: 'sync', db3: 'stopped' });
    expect(printed(prove(stopped, operation('database', 'remove', 'db3')))).toMatchObject({
      state: 'refused',
      next: 'add another first: quorate add-database --help; if db3 is permanently lost, run the same command again with --lost',
    });
    expect(proofText(stopped, removalOfLost('database', 'db3'))).toBe(
      'database: 3 members; without db3 2, at least 3 needed (the next loss stops writes); ' +
        'etcd: 3 members, 2 healthy, quorum 2; without db3 2 healthy of 2; ' +
        'patroni: leader db1, 1 streaming standby: safe',
    );
  });

  test('is refused as permanently lost while other members report it running', () => {
    const seen = databases({ db1: 'leader', db2: 'sync', db3: 'unreachable' });
    expect(printed(prove(seen, removalOfLost('database', 'db3')))).toEqual({
      state: 'refused',
      text: 'database: db3 is reported running by db1, db2: refused',
      next: 'remove db3 as a running member: quorate remove-database inventory.yaml db3; if db3 has just failed, wait a minute, then run the same command again',
    });
    const rabbits = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' });
    const removal = removalOfLost('broker', 'rabbit3');
    expect(proofText(rabbits, removal)).toBe(
      'broker: rabbit3 is reported running by rabbit1, rabbit2: refused',
    );
  });

  test('is refused for a healthy database while another one is down: that one must be removed first', () => {
    const four = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'unreachable' });
    expect(printed(prove(four, operation('database', 'remove', 'db3')))).toEqual({
      state: 'refused',
      text: 'etcd: 4 members, 3 healthy, quorum 3; db4 is not healthy: refused',
      next: 'bring db4 back, or: quorate remove-database inventory.yaml db4 --lost',
    });
    const unhealthy = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'unhealthy' });
    expect(prove(unhealthy, operation('database', 'remove', 'db3')).state).toBe('wait');
  });
});
