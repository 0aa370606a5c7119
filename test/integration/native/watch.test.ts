import { expect, test } from '@jest/globals';
import { observe } from '../../../src/execute/read/observe.ts';
import { recoveries } from '../../../src/membership/recovery.ts';
import { hostsSection } from '../../../src/report/watch/sections.ts';
import { nextView } from '../../../src/report/watch/watch-view.ts';
import type { WatchView } from '../../../src/report/watch/watch-view.ts';
import { statusOf } from '../../../src/report/tables/status.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { cluster as ten, planOf, shared } from '../../unit/platforms/native/fixture.ts';

test.each([
  ['on ten machines', ten, 'can lose 1 database, 2 brokers'],
  ['that share three machines', shared, 'can lose 1 database, 1 broker'],
])('watch shows the members of services %s', async (_, cluster, margins) => {
  const stage = new Stage({ cluster, material: materialFor(cluster) });
  const plan = planOf('deploy', { kind: 'deploy' }, cluster);
  expect((await stage.run(plan)).exitCode).toBe(0);
  let view: WatchView | undefined;
  await stage.run(plan, {
    start: async (of, env) => {
      const seen = await observe(of, env);
      const at = env.clock.now();
      const status = statusOf({ ...{ cluster: 'native', hosts: cluster.hosts, now: at }, ...seen });
      const services = recoveries(seen.memberships, []);
      view = nextView(undefined, { at, status, services, unreachable: seen.unreachable });
      return 0;
    },
  });
  if (!view) throw new Error('nothing was read');
  const page = hostsSection(view, 10_000).text;
  expect(page).toContain(margins);
  for (const text of ['> leader', '> sync replica']) expect(page).toContain(text);
  const proxies = view.hosts.map(({ backends = [] }) => new Set(backends.map(({ proxy }) => proxy)).size);
  expect(Math.max(...proxies)).toBeGreaterThan(1);
  expect(view.hosts.every(({ isCurrent, state }) => isCurrent && state === 'ok')).toBe(true);
});
