import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/prove.ts';
import { hasLeft } from '../../../src/membership/unfinished.ts';
import type { BrokerView, Membership, View } from '../../../src/model/membership.ts';
import type { Touch } from '../../../src/model/step.ts';

const silent: View = { kind: 'silent', why: 'refused' };
const broker = (members: readonly string[], running: readonly string[]): BrokerView => ({
  ...{ kind: 'broker', members, running, partitions: [], alarms: [] },
});
const brokers = (views: Membership['views']): Membership => ({
  service: 'broker',
  asOf: 0,
  founded: [],
  expected: ['rabbit1', 'rabbit2', 'rabbit3'].map((host) => ({ host, node: host })),
  views,
});
const half = (effect: Touch['effect'], member = 'rabbit2'): Touch => ({
  ...{ service: 'broker', member, effect, unfinished: true },
});

describe('a member whose install did not finish', () => {
  test('may be stopped and taken out while the others have a quorum of their own, whatever it says of itself', () => {
    const torn = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1', 'rabbit2']),
      rabbit2: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1', 'rabbit2']),
      rabbit3: broker(['rabbit3'], ['rabbit3']),
    });
    for (const effect of ['stop', 'remove'] as const)
      expect(prove(torn, half(effect, 'rabbit3'))).toEqual({
        state: 'safe',
        arithmetic:
          'broker: 3 members, 2 running, quorum 2; without rabbit3, whose install did not finish, 2 running of 2: safe',
      });
  });

  test('of two brokers may be taken out by the other one', () => {
    const two = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2'], ['rabbit1']),
      rabbit2: silent,
      rabbit3: silent,
    });
    expect(prove(two, half('remove')).state).toBe('safe');
    expect(hasLeft(two, half('stop'))).toBe(true);
    expect(hasLeft(two, half('remove'))).toBe(false);
  });

  test('is left alone where its data may be needed: the others have no quorum', () => {
    const three = brokers({
      rabbit1: broker(['rabbit1', 'rabbit2', 'rabbit3'], ['rabbit1']),
      rabbit2: silent,
      rabbit3: silent,
    });
    const proof = prove(three, half('remove'));
    expect(proof).toMatchObject({ state: 'refused', arithmetic: expect.stringContaining('1 running of 2') });
    expect(prove(brokers({ rabbit1: silent, rabbit2: silent, rabbit3: silent }), half('remove')).state).toBe(
      'refused',
    );
  });

  test('has left when nobody else lists it; nobody to be asked is no answer', () => {
    const alone = brokers({
      rabbit1: broker(['rabbit1'], ['rabbit1']),
      rabbit2: broker(['rabbit2'], ['rabbit2']),
    });
    expect(hasLeft(alone, half('remove'))).toBe(true);
    expect(hasLeft(alone, half('stop'))).toBe(false);
    expect(hasLeft(brokers({ rabbit1: silent, rabbit2: silent }), half('remove'))).toBe(false);
    expect(hasLeft(alone, half('restart'))).toBe(false);
  });

  test('is a manager that another well one outlasts', () => {
    const well: View = { kind: 'manager', answering: true, ok: true };
    const managers = (views: Membership['views']): Membership => ({
      ...brokers(views),
      service: 'manager',
      expected: ['manager1', 'manager2'].map((host) => ({ host, node: host })),
    });
    const touch: Touch = { service: 'manager', member: 'manager2', effect: 'remove', unfinished: true };
    expect(prove(managers({ manager1: well, manager2: well }), touch).state).toBe('safe');
    expect(prove(managers({ manager1: silent, manager2: well }), touch).state).toBe('wait');
  });
});
