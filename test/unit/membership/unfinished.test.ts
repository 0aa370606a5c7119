import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import { hasLeft } from '../../../src/membership/proof/prove-cleanup.ts';
import type { BrokerView, Membership, View } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import type { Answer } from '../../../src/model/health/gate.ts';
import { readMembership } from '../../../src/platforms/cloudify/probes/membership.ts';
import { response } from '../components/answers/sample.ts';
import { address, databases, touch } from './build.ts';
import { shown } from './shown.ts';

const silent: View = { kind: 'no-answer', cause: 'refused', text: 'refused' };
const broker = (members: readonly string[], running: readonly string[]): BrokerView => ({
  ...{ kind: 'broker', members, running, partitions: [], alarms: [] },
});
const brokers = (views: Membership['views']): Membership => ({
  service: 'broker',
  asOf: 0,
  bootstrapped: [],
  expected: ['rabbit1', 'rabbit2', 'rabbit3'].map((host) => ({ host, node: host, standing: 'member' })),
  views,
});
const half = (part: 'stop' | 'forget', member = 'rabbit2'): MemberOperation => ({
  ...{ kind: 'undo-install', service: 'broker', member, part },
});

describe('a member whose install did not finish', () => {
  test('may be stopped and taken out while the others have a quorum of their own, whatever it says of itself', () => {
    const torn = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1', 'rabbit2']),
      rabbit2: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1', 'rabbit2']),
      rabbit3: broker(['rabbit3'], ['rabbit3']),
    });
    for (const part of ['stop', 'forget'] as const)
      expect(shown(prove(torn, half(part, 'rabbit3')))).toEqual({
        state: 'safe',
        text: 'broker: 3 members, 2 running, quorum 2; without rabbit3, whose installation is incomplete, 2 running of 2: safe',
      });
  });

  test('of two brokers may be taken out by the other one', () => {
    const two = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2'], ['rabbit1']),
      rabbit2: silent,
      rabbit3: silent,
    });
    expect(prove(two, half('forget')).state).toBe('safe');
    expect(hasLeft(two, half('stop'))).toBe(true);
    expect(hasLeft(two, half('forget'))).toBe(false);
  });

  test('is left alone where its data may be needed: the others have no quorum', () => {
    const three = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1']),
      rabbit2: silent,
      rabbit3: silent,
    });
    const proof = prove(three, half('forget'));
    expect(shown(proof)).toMatchObject({ state: 'refused', text: expect.stringContaining('1 running of 2') });
    expect(prove(brokers({ rabbit1: silent, rabbit2: silent, rabbit3: silent }), half('forget')).state).toBe(
      'refused',
    );
  });

  test('has left when nobody else lists it; nobody to be asked is no answer', () => {
    const alone = brokers({
      rabbit1: broker(['rabbit1'], ['rabbit1']),
      rabbit2: broker(['rabbit2'], ['rabbit2']),
    });
    expect(hasLeft(alone, half('forget'))).toBe(true);
    expect(hasLeft(alone, half('stop'))).toBe(false);
    expect(hasLeft(brokers({ rabbit1: silent, rabbit2: silent }), half('forget'))).toBe(false);
    expect(hasLeft(alone, touch('broker', 'restart', 'rabbit2'))).toBe(false);
  });

  test('is a manager that another well one outlasts', () => {
    const well: View = { kind: 'manager', answering: true, ok: true };
    const managers = (views: Membership['views']): Membership => ({
      ...brokers(views),
      service: 'manager',
      expected: ['manager1', 'manager2'].map((host) => ({ host, node: host, standing: 'member' })),
    });
    const touch: MemberOperation = {
      service: 'manager',
      member: 'manager2',
      kind: 'undo-install',
      part: 'forget',
    };
    expect(prove(managers({ manager1: well, manager2: well }), touch).state).toBe('safe');
    expect(prove(managers({ manager1: silent, manager2: well }), touch).state).toBe('wait');
  });
});

describe('a manager that is to stop', () => {
  const stop = touch('manager', 'stop-to-leave', 'manager2');
  const reason = 'upstream connection refused';
  const membershipWith = (status: Answer | undefined) =>
    readMembership({
      service: 'manager',
      expected: ['manager1', 'manager2'].map((host) => ({ host, node: host, standing: 'member' })),
      answers: status ? { manager2: { status } } : {},
      asOf: 0,
      bootstrapped: [],
    });

  test('has stopped if its host refuses the connection', () => {
    const refused: Answer = { kind: 'no-answer', cause: 'refused', text: 'refused' };
    expect(hasLeft(membershipWith(refused), stop)).toBe(true);
  });

  test.each<[string, Answer | undefined]>([
    ['a 502 response with a JSON reason', response(502, JSON.stringify({ reason }))],
    ['a 502 response with the text', response(502, reason)],
    ['a lost connection', { kind: 'no-answer', cause: 'connection-lost', text: reason }],
    ['a timeout', { kind: 'no-answer', cause: 'timeout', text: reason }],
    ['no query', undefined],
  ])('has not stopped by %s, whatever the text says', (_what, status) => {
    expect(hasLeft(membershipWith(status), stop)).toBe(false);
  });
});

describe('a member that is to stop for good', () => {
  const three = ['rabbit1', 'rabbit2', 'rabbit3'];
  const stop = touch('broker', 'stop-to-leave', 'rabbit2');

  test('has not stopped while the others see it at work, though it answers nothing', () => {
    const seen = broker(three, three);
    const deaf = brokers({ rabbit1: seen, rabbit2: silent, rabbit3: seen });
    expect(hasLeft(deaf, stop)).toBe(false);
    const others = broker(three, ['rabbit1', 'rabbit3']);
    expect(hasLeft(brokers({ rabbit1: others, rabbit2: silent, rabbit3: others }), stop)).toBe(true);
  });

  test('needs a proof if it still reports itself as a member, whatever a single peer lists', () => {
    const alone: View = {
      kind: 'database',
      etcd: { healthy: true, members: [{ name: 'db2', address: address('db2') }] },
    };
    const { expected, views, ...rest } = databases({ db1: 'leader', db2: 'sync' });
    const split = { ...rest, expected, views: { ...views, db2: alone } };
    expect(prove(split, touch('database', 'stop-to-leave', 'db1')).state).not.toBe('safe');
  });

  test('may be stopped where it was taken out before and answers again; one that comes back may not', () => {
    const without = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });
    const { expected } = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'ill' });
    const own: View = { kind: 'database', etcd: { healthy: false, members: [] } };
    const back = { ...without, expected, views: { ...without.views, db4: own } };
    expect(shown(prove(back, touch('database', 'stop-to-leave', 'db4')))).toEqual({
      state: 'safe',
      text: 'database: no other member lists db4: safe',
    });
    expect(prove(back, touch('database', 'restart', 'db4')).state).toBe('refused');
  });
});
