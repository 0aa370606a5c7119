import { expect, test } from '@jest/globals';
import { planFor, Stage } from '../../support/simulated.ts';

const plan = planFor('deploy');

test('deploy stops before it changes a host if a firewall drops a port between two databases', async () => {
  const stage = new Stage();
  stage.world.firewall.set('db1 db2 2380', 'timeout');
  const { exitCode, finished } = await stage.run(plan);
  expect(exitCode).toBe(5);
  expect(finished?.problems).toEqual([
    expect.objectContaining({
      where: 'db1',
      cause: 'timeout',
      what: expect.stringMatching(/^db2 \(.*\) port 2380 \(etcd peers\): timed out/),
    }),
  ]);
  expect(stage.world.applied.filter(({ kind }) => kind !== 'receipt')).toEqual([]);
});

test('the same deploy succeeds once the port is open, and no listener is left', async () => {
  const stage = new Stage();
  stage.world.firewall.set('db1 db2 2380', 'timeout');
  await stage.run(plan);
  stage.world.firewall.clear();
  expect((await stage.run(plan)).exitCode).toBe(0);
  const left = [...stage.world.hosts.values()].flatMap(({ listeners }) => [...listeners.keys()]);
  expect(left).toEqual([]);
});

test('the ports of running members do not keep a change from starting', async () => {
  const stage = new Stage();
  await stage.run(plan);
  stage.world.firewall.set('db1 db2 8008', 'timeout');
  const { exitCode } = await stage.run(planFor('restart'));
  expect(exitCode).not.toBe(5);
  expect(stage.calls.filter(({ method }) => method === 'dial' || method === 'listen')).toEqual([]);
});

test('a run that was killed while hosts listened does not block the next one', async () => {
  const stage = new Stage();
  const killed = await stage.run(plan, {
    faults: ({ method }) => (method === 'dial' ? { kind: 'kill', when: 'before' } : undefined),
  });
  expect(killed.exitCode).toBeUndefined();
  expect(stage.world.host('db1').listeners.size).toBeGreaterThan(0);
  expect((await stage.run(plan, { holderRuns: false })).exitCode).toBe(0);
});

test('no host listens on the ports of a service whose installation an earlier run has started', async () => {
  const stage = new Stage();
  const killed = await stage.run(plan, {
    faults: ({ method, host, detail }) =>
      method === 'startJob' && host === 'rabbit1' && detail === 'install-broker'
        ? { kind: 'kill', when: 'after' }
        : undefined,
  });
  expect(killed.exitCode).toBeUndefined();
  expect((await stage.run(plan, { holderRuns: false })).exitCode).toBe(0);
  const listened = stage.calls.filter(({ method }) => method === 'listen');
  expect(listened.map(({ host }) => host)).not.toContain('rabbit1');
});
