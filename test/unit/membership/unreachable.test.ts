import { describe, expect, test } from '@jest/globals';
import { nextLane } from '../../../src/membership/next-lane.ts';
import { prove } from '../../../src/membership/proof/prove.ts';
import { hasLeft } from '../../../src/membership/proof/prove-cleanup.ts';
import type { BrokerView, Membership, View } from '../../../src/model/health/membership.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { afterSwitchover, brokers, databases, managers, operation, removalOfLost } from './build.ts';
import { printed, textOf } from './printed.ts';

const CONNECTION_LOST: View = {
  kind: 'no-answer',
  cause: 'connection-lost',
  text: 'no answer: connection lost',
};
const REFUSED: View = { kind: 'no-answer', cause: 'refused', text: 'no answer: refused' };

/** Replaces the view of `host`. */
function withView(membership: Membership, host: HostName, view: View): Membership {
  return { ...membership, views: { ...membership.views, [host]: view } };
}

const four = databases({ db1: 'replica', db2: 'sync', db3: 'leader', db4: 'replica' });
const db3Unreachable = withView(four, 'db3', CONNECTION_LOST);

describe('a database that is unreachable, but reported running by other members', () => {
  const text = 'database: db3 does not answer, but db1, db2, db4 report it running: wait';

  test.each(['restart', 'stop-to-leave'] as const)(
    'delays its %s until it is reachable, because it may be the leader',
    (kind) => {
      expect(printed(prove(db3Unreachable, afterSwitchover(kind, 'db3')))).toEqual({ state: 'wait', text });
      expect(textOf(prove(db3Unreachable, operation('database', kind, 'db3')))).toBe(text);
      expect(prove(db3Unreachable, afterSwitchover('stop-to-leave', 'db3')).state).not.toBe('safe');
    },
  );

  test('delays its restart if it is the only streaming standby', () => {
    const only = withView(databases({ db1: 'leader', db2: 'sync', db3: 'starting' }), 'db2', CONNECTION_LOST);
    expect(printed(prove(only, operation('database', 'restart', 'db2')))).toMatchObject({
      state: 'wait',
      text: 'database: db2 does not answer, but db1, db3 report it running: wait',
    });
  });

  test('comes last if it is named leader, otherwise first, like a database that is down', () => {
    const five = databases({ db1: 'replica', db2: 'sync', db3: 'leader', db4: 'replica', db5: 'replica' });
    expect(nextLane(['db3', 'db4', 'db5'], withView(five, 'db3', CONNECTION_LOST))).toBe('db4');
    expect(nextLane(['db3', 'db4', 'db5'], withView(five, 'db4', CONNECTION_LOST))).toBe('db4');
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'stopped' });
    expect(nextLane(['db3', 'db4'], down)).toBe('db4');
  });

  test('counts as a streaming standby if only its Patroni is unreachable', () => {
    const all = databases({ db1: 'leader', db2: 'sync', db3: 'starting' });
    const view = all.views['db2'];
    if (view?.kind !== 'database') throw new Error('no view');
    const withoutPatroni = withView(all, 'db2', { kind: 'database', etcd: view.etcd });
    expect(printed(prove(withoutPatroni, operation('database', 'restart', 'db2')))).toEqual({
      state: 'wait',
      text: 'patroni: leader db1, no streaming standby; without db2 none, writes stop: wait',
    });
  });

  test('delays its restart while it is named leader, even if it is not reported running', () => {
    const restarting = databases({ db1: 'unreachable leader', db2: 'sync', db3: 'replica' });
    const views = Object.entries(restarting.views).map(([host, view]): [HostName, View] => [
      host,
      view.kind === 'database'
        ? {
            ...view,
            patroni: (view.patroni ?? []).map((one) =>
              one.role === 'leader' ? { ...one, state: 'restarting' } : one,
            ),
          }
        : view,
    ]);
    const named = { ...restarting, views: Object.fromEntries(views) };
    expect(printed(prove(named, afterSwitchover('restart', 'db1')))).toEqual({
      state: 'wait',
      text: 'patroni: db1 is named leader, but does not answer: wait',
    });
  });
});

describe('a broker that is unreachable, but reported running by other members', () => {
  const running = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' });
  const restart = operation('broker', 'restart', 'rabbit1');

  test('delays its restart, because it may hold the only mirror in sync', () => {
    expect(printed(prove(withView(running, 'rabbit1', CONNECTION_LOST), restart))).toEqual({
      state: 'wait',
      text: 'broker: rabbit1 does not answer, but rabbit2, rabbit3 report it running: wait',
    });
  });

  test('may be restarted once no member reports it running, even if mirrors are not in sync', () => {
    const view: Partial<BrokerView> = { unsynchronized: 5, running: ['rabbit2', 'rabbit3'] };
    const down = brokers({ rabbit1: 'unreachable', rabbit2: 'running', rabbit3: 'running' }, { view });
    expect(prove(down, restart).state).toBe('safe');
  });

  test('is not removed while mirrors are not in sync, because its disk may hold the missing messages', () => {
    const view: Partial<BrokerView> = { unsynchronized: 5, running: ['rabbit2', 'rabbit3', 'rabbit4'] };
    const states = {
      rabbit1: 'unreachable',
      rabbit2: 'running',
      rabbit3: 'running',
      rabbit4: 'running',
    } as const;
    const down = brokers(states, { view });
    const remove = operation('broker', 'remove', 'rabbit1');
    const proof = prove(down, remove);
    expect([proof.state, textOf(proof)]).toEqual(['wait', 'broker: 5 queues with mirrors not in sync: wait']);
    expect(prove(down, removalOfLost('broker', 'rabbit1')).state).toBe('safe');
  });
});

describe('a member has stopped', () => {
  const stop = (service: MemberOperation['service'], member: HostName): MemberOperation =>
    operation(service, 'stop-to-leave', member);

  test('if the host of a manager refuses the connection, but not if the connection is lost', () => {
    const healthy = managers({ manager1: 'healthy', manager2: 'healthy', manager3: 'healthy' });
    const unknown = [
      CONNECTION_LOST,
      { ...CONNECTION_LOST, text: 'no answer: timed out' },
      { ...CONNECTION_LOST, text: 'HTTP 502' },
    ];
    for (const view of unknown)
      expect(hasLeft(withView(healthy, 'manager3', view), stop('manager', 'manager3'))).toBe(false);
    expect(hasLeft(withView(healthy, 'manager3', REFUSED), stop('manager', 'manager3'))).toBe(true);
    expect(hasLeft(healthy, stop('manager', 'manager3'))).toBe(false);
  });

  test('only if another member is reachable with a quorum and does not report it running', () => {
    const allDown = databases({ db1: 'unreachable', db2: 'unreachable', db3: 'unreachable' });
    expect(hasLeft(allDown, stop('database', 'db3'))).toBe(false);
    const unhealthy = databases({ db1: 'unhealthy', db2: 'unhealthy', db3: 'stopped' });
    expect(hasLeft(unhealthy, stop('database', 'db3'))).toBe(false);
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'stopped' });
    expect(hasLeft(down, stop('database', 'db3'))).toBe(true);
  });
});
