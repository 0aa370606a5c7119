import { expect, test } from '@jest/globals';
import { detailsPlans } from '../../../../src/platforms/cloudify/checks/details-plan.ts';
import { cluster, material } from './fixture.ts';

test('names the command of the product that checks its configuration, except on load balancers', () => {
  const plans = detailsPlans(cluster, material);
  const named = plans.filter(({ validate }) => validate === 'cfy_manager validate');
  expect(named.map(({ role }) => role)).toEqual(
    plans.map(({ role }) => role).filter((role) => role !== 'load_balancer'),
  );
  expect(plans.find(({ role }) => role === 'load_balancer')?.validate).toBeUndefined();
});
