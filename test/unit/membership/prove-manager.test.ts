import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { managers, operation } from './build.ts';
import { textOf } from './printed.ts';

const proofText = (membership: Membership, of: MemberOperation) => textOf(prove(membership, of));

describe('a manager', () => {
  const two = managers({ manager1: 'healthy', manager2: 'healthy' });

  test('is restarted if another manager is healthy', () => {
    expect(proofText(two, operation('manager', 'restart', 'manager1'))).toBe(
      'manager: 2 members, 2 healthy; without manager1 1 healthy: safe',
    );
  });

  test('is not restarted if no other manager is healthy; waits if one may recover', () => {
    const unhealthy = managers({ manager1: 'healthy', manager2: 'unhealthy' });
    expect(prove(unhealthy, operation('manager', 'restart', 'manager1')).state).toBe('wait');
    const alone = managers({ manager1: 'healthy', manager2: 'unreachable' });
    expect(prove(alone, operation('manager', 'restart', 'manager1')).state).toBe('refused');
  });

  test('is restarted, but not stopped, if it is the only manager; the proof states the risk', () => {
    const one = managers({ manager1: 'healthy' });
    const risk =
      'manager: 1 member, 1 healthy; without manager1 0 healthy; no other manager can take over during the restart';
    expect(proofText(one, operation('manager', 'restart', 'manager1'))).toBe(`${risk}: safe`);
    expect(prove(one, operation('manager', 'stop-to-leave', 'manager1')).state).toBe('refused');
    const down = { host: 'manager2', node: 'manager2', standing: 'down' } as const;
    const withDown = { ...one, expected: [...one.expected, down] };
    expect(prove(withDown, operation('manager', 'restart', 'manager1')).state).toBe('safe');
  });

  test('is not removed if only one would remain', () => {
    expect(prove(two, operation('manager', 'remove', 'manager1')).state).toBe('refused');
  });
});
