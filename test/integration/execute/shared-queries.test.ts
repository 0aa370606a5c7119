import { expect, test } from '@jest/globals';
import { observe } from '../../../src/execute/read/observe.ts';
import { planFor, Stage } from '../../support/simulated.ts';

test('status sends no query twice, although members, gates and certificates need the same answers', async () => {
  const stage = new Stage();
  const plan = planFor('deploy');
  expect((await stage.run(plan)).exitCode).toBe(0);
  let verdicts: Awaited<ReturnType<typeof observe>>['verdicts'] = {};
  await stage.run(plan, {
    start: async (of, env) => {
      ({ verdicts } = await observe(of, env));
      return 0;
    },
  });
  expect(Object.values(verdicts).map(({ state }) => state)).toEqual(Object.keys(verdicts).map(() => 'ready'));
  const sent = stage.calls
    .filter(({ method }) => method === 'request' || method === 'ask')
    .map(({ host, method, detail }) => `${host} ${method} ${detail}`);
  const repeated = sent.filter((call, index) => sent.indexOf(call) !== index);
  // The gate repeats this request to see that the balancer stays with one manager.
  const balanced = 'lb1 request https://198.51.100.41:443/api/v3.1/status';
  expect(repeated).toEqual([balanced, balanced, balanced]);
});
