import { beforeEach, describe, expect, test } from '@jest/globals';
import { inspect } from '../../../src/execute/read/inspect.ts';
import type { Inspection } from '../../../src/execute/read/inspect.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import type { HostName } from '../../../src/model/names.ts';
import { killAt } from '../../support/scripted-faults.ts';
import { planFor, Stage, stepsOf } from '../../support/simulated.ts';
import type { Rehearsal } from '../../support/simulated.ts';
import { cluster } from '../../unit/platforms/cloudify/fixture.ts';
import { advised, adviceText } from '../../support/advised.ts';

const plan = planFor('deploy');

/** Resets a host to a fresh image, without the product and without files of Quorate. The other hosts still list it. */
function wipe(stage: Stage, name: HostName): void {
  const host = stage.world.host(name);
  for (const path of [...host.files.keys()])
    if (/^\/(var\/lib\/quorate|etc\/(cloudify|quorate))\//.test(path)) host.files.delete(path);
  host.packages.clear();
  host.database = host.broker = host.manager = undefined;
}

const reasons = ({ finished }: Rehearsal) =>
  finished?.problems.map(({ where, next }) => `${where}: ${adviceText(next)}`).sort();

async function inspected(stage: Stage, whole: Plan): Promise<Inspection> {
  const seen: Inspection[] = [];
  await stage.run(whole, {
    start: async (planned, env) => {
      seen.push(await inspect(planned, env));
      return 0;
    },
  });
  const [inspection] = seen;
  if (!inspection) throw new Error('no inspection');
  return inspection;
}

describe('a deploy of a running cluster', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = new Stage();
    expect((await stage.run(plan)).exitCode).toBe(0);
  });

  test('reports all wiped hosts at once, changes nothing and exits 7', async () => {
    for (const name of ['rabbit1', 'manager3']) wipe(stage, name);
    const applied = stage.world.applied.length;
    const run = await stage.run(plan);
    expect(run.exitCode).toBe(7);
    expect(reasons(run)).toEqual([
      'manager3: quorate replace-host inventory.yaml manager3',
      'rabbit1: quorate replace-host inventory.yaml rabbit1',
    ]);
    expect(stage.world.applied.slice(applied)).toEqual([]);
    expect(stepsOf(run)).toEqual([]);
    expect(run.events.some((event) => event.kind === 'lock.released')).toBe(true);
  });

  test('does not reinstall a wiped database under its old name', async () => {
    wipe(stage, 'db2');
    const run = await stage.run(plan);
    expect(run.exitCode).toBe(7);
    expect(reasons(run)).toEqual(['db2: quorate replace-host inventory.yaml db2']);
  });

  test('is refused by plan too, which still compares the steps', async () => {
    wipe(stage, 'rabbit1');
    const { refusal, nothingToDo, steps } = await inspected(stage, plan);
    expect(advised(refusal?.problems ?? [])).toMatchObject([
      { where: 'rabbit1', next: 'quorate replace-host inventory.yaml rabbit1' },
    ]);
    expect(nothingToDo).toBe(false);
    expect(steps.length).toBeGreaterThan(50);
  });

  test('reports a running broker that was deleted from the inventory', async () => {
    const hosts = cluster.hosts.filter(({ name }) => name !== 'rabbit3');
    const smaller = planFor('deploy', { cluster: { ...cluster, hosts } });
    const run = await stage.run(smaller);
    expect(run.exitCode).toBe(7);
    expect(run.finished?.problems).toMatchObject([
      { where: 'rabbit3', what: 'a member of the running broker cluster, but not in the inventory' },
    ]);
  });

  test('does not bootstrap wiped databases again while managers run', async () => {
    for (const name of ['db1', 'db2', 'db3']) wipe(stage, name);
    const run = await stage.run(plan);
    expect(run.exitCode).toBe(7);
    expect(run.finished?.problems).toMatchObject([
      {
        where: 'db1, db2, db3',
        what: 'none of the databases is installed, but their cluster was bootstrapped before',
      },
    ]);
  });
});

test('does not register wiped managers again while databases and brokers run', async () => {
  const stage = new Stage();
  expect((await stage.run(plan)).exitCode).toBe(0);
  const managers = cluster.hosts.filter(({ role }) => role === 'manager').map(({ name }) => name);
  for (const name of managers) wipe(stage, name);
  const run = await stage.run(plan);
  expect(run.exitCode).toBe(7);
  expect(run.finished?.problems).toMatchObject([
    {
      where: managers.join(', '),
      what: 'none of the managers is installed, but their cluster was bootstrapped before',
      why: expect.stringContaining('recorded on db1, db2, db3, rabbit1, rabbit2, rabbit3'),
    },
  ]);
});

test('a broker that is only added to the inventory requires add-broker', async () => {
  const first = { ...cluster, hosts: cluster.hosts.filter(({ name }) => name !== 'rabbit3') };
  const stage = new Stage();
  expect((await stage.run(planFor('deploy', { cluster: first }))).exitCode).toBe(0);
  const run = await stage.run(plan);
  expect(run.exitCode).toBe(7);
  expect(reasons(run)).toEqual(['rabbit3: quorate add-broker inventory.yaml rabbit3']);
  expect(stage.world.host('rabbit3').broker).toBeUndefined();
});

test('a cluster without receipts is adopted, but a broker added to its inventory requires add-broker', async () => {
  const first = { ...cluster, hosts: cluster.hosts.filter(({ name }) => name !== 'rabbit3') };
  const stage = new Stage();
  expect((await stage.run(planFor('deploy', { cluster: first }))).exitCode).toBe(0);
  for (const { name } of first.hosts.filter(({ role }) => role !== 'load_balancer')) {
    const { files } = stage.world.host(name);
    for (const path of [...files.keys()]) if (path.startsWith('/var/lib/quorate/')) files.delete(path);
  }
  const run = await stage.run(plan);
  expect(run.exitCode).toBe(7);
  expect(reasons(run)).toEqual(['rabbit3: quorate add-broker inventory.yaml rabbit3']);
  const adopted = await stage.run(planFor('deploy', { cluster: first }));
  expect(adopted.exitCode).toBe(0);
});

test('a first deploy that was killed at any call is completed by the next run', async () => {
  const whole = new Stage();
  await whole.run(plan);
  for (let index = 40; index <= whole.calls.length; index += 97) {
    const stage = new Stage();
    await stage.run(plan, { faults: killAt(index, 'after') });
    const again = await stage.run(plan);
    expect({ index, exitCode: again.exitCode }).toEqual({ index, exitCode: 0 });
  }
}, 60_000);
