import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import type { PhasePlan, Plan } from '../../../src/model/plan/plan.ts';
import { planUntil } from '../../../src/plan/build/until.ts';
import { EMPTY_PLAN } from '../../support/empty-plan.ts';

const phase = (id: string, ...after: readonly string[]): PhasePlan => ({
  id,
  title: id,
  after,
  order: 'serial',
  lanes: [],
  gates: [],
});
const plan: Plan = {
  ...EMPTY_PLAN,
  playbook: 'mine',
  phases: [
    phase('stage'),
    phase('databases', 'stage'),
    phase('brokers', 'stage'),
    phase('managers', 'databases'),
  ],
  closing: ['all done'],
};
const ids = (last: string) => planUntil(plan, last).phases.map(({ id }) => id);

describe('a plan up to a phase', () => {
  test('omits that phase and all phases after it, but not parallel phases', () => {
    expect(ids('databases')).toEqual(['stage', 'brokers']);
    expect(ids('managers')).toEqual(['stage', 'databases', 'brokers']);
    expect(ids('stage')).toEqual([]);
  });

  test('ends with the command that continues from there', () => {
    const [line] = planUntil(plan, 'managers').closing;
    expect(line).toBe('Stopped before managers. The next deploy continues with this phase.');
  });

  test('is refused for an unknown phase, with a suggestion', () => {
    expect(() => planUntil(plan, 'manager')).toThrow(UsageError);
    expect(() => planUntil(plan, 'manager')).toThrow(
      'mine has no phase "manager" for this inventory: did you mean "managers"?',
    );
  });
});
