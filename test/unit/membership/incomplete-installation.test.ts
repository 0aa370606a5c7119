import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import { hasLeft } from '../../../src/membership/proof/prove-cleanup.ts';
import type { BrokerView, Membership, View } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import type { Answer } from '../../../src/model/health/gate.ts';
import { readMembership } from '../../../src/components/read-membership.ts';
import { managerView } from '../../../src/platforms/cloudify/observe/manager-view.ts';
import { response } from '../components/answers/sample.ts';
import { address, databases, operation } from './build.ts';
import { printed } from './printed.ts';

const unreachable: View = { kind: 'no-answer', cause: 'refused', text: 'refused' };
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
const cleanup = (part: 'stop' | 'forget', member = 'rabbit2'): MemberOperation => ({
  ...{ kind: 'undo-install', service: 'broker', member, part },
});

describe('a member whose installation is incomplete', () => {
  test('may be stopped and removed while the other members have a quorum, whatever its own view', () => {
    const divided = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1', 'rabbit2']),
      rabbit2: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1', 'rabbit2']),
      rabbit3: broker(['rabbit3'], ['rabbit3']),
    });
    for (const part of ['stop', 'forget'] as const)
      expect(printed(prove(divided, cleanup(part, 'rabbit3')))).toEqual({
        state: 'safe',
        text: 'broker: 3 members, 2 running, quorum 2; without rabbit3, whose installation is incomplete, 2 running of 2: safe',
      });
  });

  test('may be removed by the only other broker', () => {
    const two = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2'], ['rabbit1']),
      rabbit2: unreachable,
      rabbit3: unreachable,
    });
    expect(prove(two, cleanup('forget')).state).toBe('safe');
    expect(hasLeft(two, cleanup('stop'))).toBe(true);
    expect(hasLeft(two, cleanup('forget'))).toBe(false);
  });

  test('is not removed if the other members have no quorum, because its data may be needed', () => {
    const three = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1']),
      rabbit2: unreachable,
      rabbit3: unreachable,
    });
    const proof = prove(three, cleanup('forget'));
    expect(printed(proof)).toMatchObject({
      state: 'refused',
      text: expect.stringContaining('1 running of 2'),
    });
    expect(
      prove(brokers({ rabbit1: unreachable, rabbit2: unreachable, rabbit3: unreachable }), cleanup('forget'))
        .state,
    ).toBe('refused');
  });

  test('has left if no other member lists it; unknown if no other member is reachable', () => {
    const alone = brokers({
      rabbit1: broker(['rabbit1'], ['rabbit1']),
      rabbit2: broker(['rabbit2'], ['rabbit2']),
    });
    expect(hasLeft(alone, cleanup('forget'))).toBe(true);
    expect(hasLeft(alone, cleanup('stop'))).toBe(false);
    expect(hasLeft(brokers({ rabbit1: unreachable, rabbit2: unreachable }), cleanup('forget'))).toBe(false);
  });

  test.each<MemberOperation>([
    ...(['bootstrap', 'join', 'restart', 'switchover'] as const).map((kind) =>
      operation('broker', kind, 'rabbit3'),
    ),
    { kind: 'reinit', service: 'broker', member: 'rabbit3', patienceMs: 0 },
  ])('has not left because of a $kind', (of) => {
    const views = { rabbit1: broker(['rabbit1'], ['rabbit1']), rabbit2: unreachable, rabbit3: unreachable };
    expect(hasLeft(brokers(views), of)).toBe(false);
  });

  test('may be removed, as a manager, if another manager is healthy', () => {
    const healthy: View = { kind: 'manager', answering: true, ok: true };
    const managers = (views: Membership['views']): Membership => ({
      ...brokers(views),
      service: 'manager',
      expected: ['manager1', 'manager2'].map((host) => ({ host, node: host, standing: 'member' })),
    });
    const forget: MemberOperation = {
      service: 'manager',
      member: 'manager2',
      kind: 'undo-install',
      part: 'forget',
    };
    expect(prove(managers({ manager1: healthy, manager2: healthy }), forget).state).toBe('safe');
    expect(prove(managers({ manager1: unreachable, manager2: healthy }), forget).state).toBe('wait');
  });
});

describe('a manager that is being stopped', () => {
  const stop = operation('manager', 'stop-to-leave', 'manager2');
  const reason = 'upstream connection refused';
  const membershipWith = (status: Answer | undefined) =>
    readMembership(
      {
        service: 'manager',
        expected: ['manager1', 'manager2'].map((host) => ({ host, node: host, standing: 'member' })),
        answers: status ? { manager2: { status } } : {},
        asOf: 0,
        bootstrapped: [],
      },
      managerView,
    );

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

describe('a member that is being stopped for removal', () => {
  const three = ['rabbit1', 'rabbit2', 'rabbit3'];
  const stop = operation('broker', 'stop-to-leave', 'rabbit2');

  test('has not stopped while other members report it running, even if it is unreachable', () => {
    const seen = broker(three, three);
    const stillRunning = brokers({ rabbit1: seen, rabbit2: unreachable, rabbit3: seen });
    expect(hasLeft(stillRunning, stop)).toBe(false);
    const others = broker(three, ['rabbit1', 'rabbit3']);
    expect(hasLeft(brokers({ rabbit1: others, rabbit2: unreachable, rabbit3: others }), stop)).toBe(true);
  });

  test('needs a proof if it still reports itself as a member, even if its only peer does not list it', () => {
    const alone: View = {
      kind: 'database',
      etcd: { healthy: true, members: [{ name: 'db2', address: address('db2') }] },
    };
    const { expected, views, ...rest } = databases({ db1: 'leader', db2: 'sync' });
    const split = { ...rest, expected, views: { ...views, db2: alone } };
    expect(prove(split, operation('database', 'stop-to-leave', 'db1')).state).not.toBe('safe');
  });

  test('may be stopped, but not restarted, if it is reachable again after its removal', () => {
    const without = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });
    const { expected } = databases({ db1: 'leader', db2: 'sync', db3: 'replica', db4: 'unhealthy' });
    const own: View = { kind: 'database', etcd: { healthy: false, members: [] } };
    const back = { ...without, expected, views: { ...without.views, db4: own } };
    expect(printed(prove(back, operation('database', 'stop-to-leave', 'db4')))).toEqual({
      state: 'safe',
      text: 'database: no other member lists db4: safe',
    });
    expect(prove(back, operation('database', 'restart', 'db4')).state).toBe('refused');
  });
});
