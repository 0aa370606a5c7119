import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { brokers, operation } from './build.ts';
import { textOf } from './printed.ts';

const proofText = (membership: Membership, of: MemberOperation) => textOf(prove(membership, of));

describe('a broker', () => {
  const healthy = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' });

  test('is restarted if a majority of nodes keeps running and mirrors are in sync', () => {
    expect(proofText(healthy, operation('broker', 'restart', 'rabbit2'))).toBe(
      'broker: 3 members, 3 running, quorum 2; without rabbit2 2 running of 2; mirrors in sync: safe',
    );
  });

  test('is not restarted while another broker is down', () => {
    const down = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'unreachable' });
    expect(proofText(down, operation('broker', 'restart', 'rabbit2'))).toBe(
      'broker: 3 members, 2 running, quorum 2; without rabbit2 1 running of 2: refused',
    );
    expect(prove(down, operation('broker', 'restart', 'rabbit3')).state).toBe('safe');
  });

  test('is not restarted while another broker boots, because that one may recover', () => {
    const booting = brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'booting' });
    expect(prove(booting, operation('broker', 'restart', 'rabbit1')).state).toBe('wait');
  });

  test.each([
    [{ unsynchronized: 2 }, 'broker: 2 queues with mirrors not in sync: wait'],
    [{ alarms: ['memory on rabbit1'] }, 'broker: alarm: memory on rabbit1: wait'],
    [{ critical: true }, 'broker: rabbit2 is critical to a queue: wait'],
    [{ partitions: ['rabbit3'] }, 'broker: rabbit1 is partitioned from rabbit3: refused'],
  ])('is not restarted if every node reports %j', (view, wanted) => {
    const states = { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running' } as const;
    expect(proofText(brokers(states, { view }), operation('broker', 'restart', 'rabbit2'))).toBe(wanted);
  });

  test('is not restarted if it does not report whether mirrors are in sync', () => {
    const view = healthy.views.rabbit2;
    if (view?.kind !== 'broker') throw new Error('no view');
    const { kind, members, running, partitions, alarms } = view;
    const incompleteView = { kind, members, running, partitions, alarms };
    const unknown = { ...healthy, views: { ...healthy.views, rabbit2: incompleteView } };
    expect(prove(unknown, operation('broker', 'restart', 'rabbit2')).state).toBe('wait');
  });

  test('is not stopped if only one other broker remains, because that one would pause', () => {
    const two = brokers({ rabbit1: 'running', rabbit2: 'running' });
    expect(prove(two, operation('broker', 'stop-to-leave', 'rabbit1')).state).toBe('refused');
  });

  test('is not removed if fewer than three would remain', () => {
    expect(proofText(healthy, operation('broker', 'remove', 'rabbit3'))).toBe(
      'broker: 3 members; without rabbit3 2, at least 3 needed: refused',
    );
  });
});
