import { beforeEach, describe, expect, test } from '@jest/globals';
import { inspect } from '../../../src/execute/read/inspect.ts';
import type { Inspection } from '../../../src/execute/read/inspect.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import type { HostName } from '../../../src/model/names.ts';
import { killAt } from '../../support/scripted-faults.ts';
import { planFor, Stage, stepsOf } from '../../support/simulated.ts';
import type { Rehearsal } from '../../support/simulated.ts';
import { cluster } from '../platforms/cloudify/fixture.ts';
import { advised, adviceText } from '../../support/advised.ts';

const plan = planFor('deploy');

/** As from a fresh image: nothing of the product, nothing of ours; what the others know of it stays. */
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
    start: async (asked, env) => {
      seen.push(await inspect(asked, env));
      return 0;
    },
  });
  const [inspection] = seen;
  if (!inspection) throw new Error('nothing was inspected');
  return inspection;
}

describe('on a cluster that lives', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = new Stage();
    expect((await stage.run(plan)).exitCode).toBe(0);
  });

  test('every wiped host is found at once, nothing is changed, and the exit code is 7', async () => {
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

  test('a wiped database comes not back empty under its old name', async () => {
    wipe(stage, 'db2');
    const run = await stage.run(plan);
    expect(run.exitCode).toBe(7);
    expect(reasons(run)).toEqual(['db2: quorate replace-host inventory.yaml db2']);
  });

  test('plan says the same, beside what it compared', async () => {
    wipe(stage, 'rabbit1');
    const { refusals, nothingToDo, steps } = await inspected(stage, plan);
    expect(advised(refusals)).toMatchObject([
      { where: 'rabbit1', next: 'quorate replace-host inventory.yaml rabbit1' },
    ]);
    expect(nothingToDo).toBe(false);
    expect(steps.length).toBeGreaterThan(50);
  });

  test('a broker taken out of the inventory is a live member all the same', async () => {
    const hosts = cluster.hosts.filter(({ name }) => name !== 'rabbit3');
    const less = planFor('deploy', { cluster: { ...cluster, hosts } });
    const run = await stage.run(less);
    expect(run.exitCode).toBe(7);
    expect(run.finished?.problems).toMatchObject([
      { where: 'rabbit3', what: 'a member of the running broker cluster, but not in the inventory' },
    ]);
  });

  test('all databases wiped under live managers are not founded anew', async () => {
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

test('all managers wiped over databases and brokers that live are not registered anew', async () => {
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

test('a broker added by hand to the inventory is sent to add-broker', async () => {
  const first = { ...cluster, hosts: cluster.hosts.filter(({ name }) => name !== 'rabbit3') };
  const stage = new Stage();
  expect((await stage.run(planFor('deploy', { cluster: first }))).exitCode).toBe(0);
  const run = await stage.run(plan);
  expect(run.exitCode).toBe(7);
  expect(reasons(run)).toEqual(['rabbit3: quorate add-broker inventory.yaml rabbit3']);
  expect(stage.world.host('rabbit3').broker).toBeUndefined();
});

test('a cluster that somebody else built is not joined in passing', async () => {
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

test('a first deploy killed anywhere goes on by itself', async () => {
  const whole = new Stage();
  await whole.run(plan);
  for (let index = 40; index <= whole.calls.length; index += 97) {
    const stage = new Stage();
    await stage.run(plan, { faults: killAt(index, 'after') });
    const again = await stage.run(plan);
    expect({ index, exitCode: again.exitCode }).toEqual({ index, exitCode: 0 });
  }
}, 60_000);
