import { describe, expect, test } from '@jest/globals';
import { nextLane } from '../../../src/membership/next-lane.ts';
import { prove } from '../../../src/membership/proof/prove.ts';
import { hasLeft } from '../../../src/membership/proof/prove-cleanup.ts';
import type { BrokerView, Membership, View } from '../../../src/model/health/membership.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { brokers, databases, handedOver, lost, managers, touch } from './build.ts';
import { shown, textOf } from './shown.ts';

const LOST: View = { kind: 'no-answer', cause: 'connection-lost', text: 'no answer: connection lost' };
const SHUT: View = { kind: 'no-answer', cause: 'refused', text: 'no answer: refused' };

/** The same, but for what this host answers. */
function heardAs(membership: Membership, host: HostName, view: View): Membership {
  return { ...membership, views: { ...membership.views, [host]: view } };
}

const four = databases({ db1: 'replica', db2: 'sync', db3: 'leader', db4: 'replica' });
const mute = heardAs(four, 'db3', LOST);

describe('a database that does not answer, and that the others see at work', () => {
  const seen = 'database: db3 does not answer, but db1, db2, db4 report it running: wait';

  test.each(['restart', 'stop-to-leave'] as const)('is waited for before a %s: it may lead', (kind) => {
    expect(shown(prove(mute, handedOver(kind, 'db3')))).toEqual({ state: 'wait', text: seen });
    expect(textOf(prove(mute, touch('database', kind, 'db3')))).toBe(seen);
    expect(prove(mute, handedOver('stop-to-leave', 'db3')).state).not.toBe('safe');
  });

  test('is waited for where it is the only standby that streams', () => {
    const only = heardAs(databases({ db1: 'leader', db2: 'sync', db3: 'starting' }), 'db2', LOST);
    expect(shown(prove(only, touch('database', 'restart', 'db2')))).toMatchObject({
      state: 'wait',
      text: 'database: db2 does not answer, but db1, db3 report it running: wait',
    });
  });

  test('has its turn last if it is named leader, first if not, as one that is dead', () => {
    const five = databases({ db1: 'replica', db2: 'sync', db3: 'leader', db4: 'replica', db5: 'replica' });
    expect(nextLane(['db3', 'db4', 'db5'], heardAs(five, 'db3', LOST))).toBe('db4');
    expect(nextLane(['db3', 'db4', 'db5'], heardAs(five, 'db4', LOST))).toBe('db4');
    const dead = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'stopped' });
    expect(nextLane(['db3', 'db4'], dead)).toBe('db4');
  });

  test('whose Patroni alone is silent is counted as the standby that the others see', () => {
    const all = databases({ db1: 'leader', db2: 'sync', db3: 'starting' });
    const view = all.views['db2'];
    if (view?.kind !== 'database') throw new Error('no view');
    const half = heardAs(all, 'db2', { kind: 'database', etcd: view.etcd });
    expect(shown(prove(half, touch('database', 'restart', 'db2')))).toEqual({
      state: 'wait',
      text: 'patroni: leader db1, no streaming standby; without db2 none, writes stop: wait',
    });
  });

  test('and is named leader, in a state that is no work, is waited for until nobody names it', () => {
    const restarting = databases({ db1: 'lost', db2: 'sync', db3: 'replica' });
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
    expect(shown(prove(named, handedOver('restart', 'db1')))).toEqual({
      state: 'wait',
      text: 'patroni: db1 is named leader, but does not answer: wait',
    });
  });
});

describe('a broker that does not answer, and that the others see at work', () => {
  const running = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' });
  const restart = touch('broker', 'restart', 'rabbit1');

  test('is waited for: it may hold the only mirror in sync', () => {
    expect(shown(prove(heardAs(running, 'rabbit1', LOST), restart))).toEqual({
      state: 'wait',
      text: 'broker: rabbit1 does not answer, but rabbit2, rabbit3 report it running: wait',
    });
  });

  test('is restarted when nobody sees it at work any more, whatever the others wait for', () => {
    const view: Partial<BrokerView> = { unsynchronized: 5, running: ['rabbit2', 'rabbit3'] };
    const down = brokers({ rabbit1: 'silent', rabbit2: 'running', rabbit3: 'running' }, { view });
    expect(prove(down, restart).state).toBe('safe');
  });

  test('is not taken out while mirrors of the others are not in sync: its disk may have what they lack', () => {
    const view: Partial<BrokerView> = { unsynchronized: 5, running: ['rabbit2', 'rabbit3', 'rabbit4'] };
    const states = { rabbit1: 'silent', rabbit2: 'running', rabbit3: 'running', rabbit4: 'running' } as const;
    const down = brokers(states, { view });
    const remove = touch('broker', 'remove', 'rabbit1');
    const proof = prove(down, remove);
    expect([proof.state, textOf(proof)]).toEqual(['wait', 'broker: 5 queues with mirrors not in sync: wait']);
    expect(prove(down, lost('broker', 'rabbit1')).state).toBe('safe');
  });
});

describe('what has stopped', () => {
  const stop = (service: MemberOperation['service'], member: HostName): MemberOperation =>
    touch(service, 'stop-to-leave', member);

  test('is no manager whose connection is lost, which may serve; its own host says that nobody listens', () => {
    const well = managers({ manager1: 'well', manager2: 'well', manager3: 'well' });
    const unknown = [LOST, { ...LOST, why: 'no answer: timed out' }, { ...LOST, why: 'HTTP 502' }];
    for (const view of unknown)
      expect(hasLeft(heardAs(well, 'manager3', view), stop('manager', 'manager3'))).toBe(false);
    expect(hasLeft(heardAs(well, 'manager3', SHUT), stop('manager', 'manager3'))).toBe(true);
    expect(hasLeft(well, stop('manager', 'manager3'))).toBe(false);
  });

  test('is nobody when nobody answers: the laptop may have lost its network', () => {
    const dark = databases({ db1: 'silent', db2: 'silent', db3: 'silent' });
    expect(hasLeft(dark, stop('database', 'db3'))).toBe(false);
    const ill = databases({ db1: 'ill', db2: 'ill', db3: 'stopped' });
    expect(hasLeft(ill, stop('database', 'db3'))).toBe(false);
    const down = databases({ db1: 'leader', db2: 'sync', db3: 'stopped' });
    expect(hasLeft(down, stop('database', 'db3'))).toBe(true);
  });
});
