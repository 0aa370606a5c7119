import { expect, test } from '@jest/globals';
import type { RunEnvironment } from '../../../src/execute/environment.ts';
import { checkHosts } from '../../../src/execute/read/check-hosts.ts';
import { platformOf } from '../../../src/registry/platforms.ts';
import { simulatedExternalServices } from '../../../src/simulate/services/external.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { otherAuthorities, outsourced } from '../../unit/platforms/cloudify/fixture.ts';
import { planOf } from './deploy.ts';

const plan = planOf('deploy', { cluster: outsourced, material: otherAuthorities });
const checks = platformOf(outsourced).checkPlan(outsourced, otherAuthorities);

/** The results of the check of external services, with those of one kind missing. */
async function external(missing?: 'database' | 'broker') {
  const clock = virtualClock();
  const services = simulatedExternalServices(outsourced, otherAuthorities);
  const transport = simulatedTransport({
    ...{ hosts: outsourced.hosts, clock },
    external: services.filter(({ kind }) => kind !== missing),
  });
  const env = { transport, clock, emit: () => undefined, signal: new AbortController().signal };
  const { results } = await checkHosts(plan, checks, {
    ...env,
    cluster: outsourced,
  } as unknown as RunEnvironment);
  return results.filter(({ check }) => check === 'external');
}

test('each manager logs in to the external services', async () => {
  const results = await external();
  expect(new Set(results.map(({ host }) => host)).size).toBe(3);
  expect(new Set(results.map(({ state }) => state))).toEqual(new Set(['pass']));
});

test.each(['database', 'broker'] as const)(
  'an external %s that is not reached fails, with a fix',
  async (kind) => {
    const failed = (await external(kind)).filter(({ state }) => state !== 'pass');
    expect(new Set(failed.map(({ host }) => host)).size).toBe(3);
    for (const { state, next } of failed) expect([state, next]).toEqual(['fail', expect.anything()]);
  },
);
