import { describe, expect, jest, test } from '@jest/globals';
import { faultsAt } from '../../../src/simulate/faults/faults.ts';
import { removeChange } from '../../../src/plan/build/named-change.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { HostName, Role } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { stopBroker } from '../../../src/simulate/services/broker.ts';
import { ofRelease } from '../../unit/platforms/cloudify/fixture.ts';
import { Stage, stepsOf, type Rehearsal } from '../../support/simulated.ts';
import {
  addOf,
  deployOf,
  fourteen,
  material,
  planOf,
  removeOf,
  restartOf,
  switchoverOf,
  without,
} from '../../support/day-2.ts';

jest.setTimeout(120_000);

const SPARES: readonly { name: HostName; role: Role }[] = [
  { name: 'db4', role: 'database' },
  { name: 'rabbit4', role: 'broker' },
  { name: 'manager4', role: 'manager' },
  { name: 'lb2', role: 'load_balancer' },
];
const NAMES = SPARES.map(({ name }) => name);

/** The lab's ten and one of the spares. */
const elevenWith = (spare: HostName, cluster: Cluster = fourteen) =>
  without(
    NAMES.filter((name) => name !== spare),
    cluster,
  );

async function well(run: Promise<Rehearsal>): Promise<Rehearsal> {
  const ran = await run;
  expect(ran.finished?.problems).toEqual([]);
  expect(ran.exitCode).toBe(0);
  return ran;
}

async function nothingToDo(stage: Stage, plan: Plan): Promise<void> {
  expect(stepsOf(await well(stage.run(plan)), 'changed')).toEqual([]);
}

/** Deployed hosts, of a cluster that may be of another release, or without a DNS. */
async function deployed(now: Cluster, all: Cluster = fourteen): Promise<Stage> {
  const stage = new Stage({ cluster: all, material });
  if (now.nameResolution === 'hosts-file') stage.world.dns.clear();
  await well(stage.run(deployOf(now)));
  return stage;
}

const VARIETIES: readonly (readonly [string, Cluster])[] = [
  ['7.0', fourteen],
  ['6.2, which rewrites config.yaml', ofRelease('6.2.1', fourteen)],
  ['5.0.5-dev', ofRelease('5.0.5-dev', fourteen)],
  ['names in /etc/hosts', { ...fourteen, nameResolution: 'hosts-file' }],
];

describe.each(VARIETIES)('%s', (_variety, all) => {
  const ten = without(NAMES, all);

  test.each(SPARES)(
    '$name joins the live cluster and leaves it, twice, and a deploy has nothing to do after each',
    async (spare) => {
      const eleven = elevenWith(spare.name, all);
      const stage = await deployed(ten, all);
      for (let round = 1; round <= 2; round += 1) {
        await well(stage.run(addOf(eleven, spare)));
        await nothingToDo(stage, deployOf(eleven));
        await well(stage.run(removeOf(eleven, spare)));
        await nothingToDo(stage, deployOf(ten));
      }
    },
  );
});

/** What stays on a host, but for the package and the history of what was done there. */
function left({ world }: Stage, name: HostName): readonly string[] {
  const { files, database, broker, manager, balancer, enabled } = world.host(name);
  const told = [...files.keys()].filter((path) =>
    /^\/(etc\/(quorate|haproxy|cloudify)|var\/lib\/quorate)\//.test(path),
  );
  const runs = [database, broker, manager, balancer].filter((unit) => unit?.running).length;
  return [
    ...told.filter((path) => !/\/(history\.ndjson|packages\/.*)$/.test(path)),
    ...enabled,
    ...(runs > 0 ? ['a service runs'] : []),
  ];
}

test.each(SPARES)('$name that has left is bare', async (spare) => {
  const eleven = elevenWith(spare.name);
  const stage = await deployed(eleven);
  const { files } = stage.world.host(spare.name);
  const [some] = files.values();
  // As the product leaves it when it is removed.
  if (some && spare.role !== 'load_balancer') files.set('/etc/cloudify/ssl/20261122-200000_key.pem', some);
  await well(stage.run(removeOf(eleven, spare)));
  expect(left(stage, spare.name)).toEqual([]);
});

test('a database that leads hands over before it leaves, and only then stops', async () => {
  const eleven = elevenWith('db4');
  const stage = await deployed(eleven);
  const { cluster } = stage.world.host('db1').database!;
  const leader = cluster.leader!;
  const mark = stage.world.applied.length;
  await well(stage.run(removeOf(eleven, { name: leader, role: 'database' })));
  const said = stage.world.applied.slice(mark).flatMap(({ kind, what }) => (kind === 'effect' ? [what] : []));
  const stopped = said.indexOf(`database ${leader} stopped`);
  expect(said.findIndex((what) => / leads$/.test(what))).toBeLessThan(stopped);
  expect(said.filter((what) => / leads$/.test(what))).toHaveLength(1);
  await nothingToDo(stage, deployOf(without([leader], eleven)));
});

describe('--gone', () => {
  test.each(SPARES)(
    '$name, dead, is taken out without being asked, and the rest is as deployed',
    async (spare) => {
      const eleven = elevenWith(spare.name);
      const stage = await deployed(eleven);
      stage.world.powerOff(spare.name);
      await stage.clock.sleep(120_000);
      const mark = stage.world.applied.length;
      await well(stage.run(removeOf(eleven, spare, true)));
      const there = stage.world.applied.slice(mark).filter(({ host }) => host === spare.name);
      expect(there).toEqual([]);
      await nothingToDo(stage, deployOf(without(NAMES)));
    },
  );

  test.each(SPARES)('of $name that is at work is refused, and nothing is done', async (spare) => {
    const eleven = elevenWith(spare.name);
    const stage = await deployed(eleven);
    const ran = await stage.run(removeOf(eleven, spare, true));
    expect(ran.exitCode).toBe(7);
    expect(stepsOf(ran, 'changed')).toEqual([]);
  });
});

test('no broker leaves while a workflow runs; it leaves when that has ended', async () => {
  const eleven = elevenWith('rabbit4');
  const stage = await deployed(eleven);
  const { executions } = stage.world.host('manager1').manager!.database.registry;
  executions.push({ id: 'e1', workflow: 'install', status: 'started' });
  const refused = await stage.run(removeOf(eleven, { name: 'rabbit4', role: 'broker' }));
  expect(refused.exitCode).toBe(5);
  expect(stage.world.host('rabbit4').broker?.app).toBe(true);
  executions.pop();
  await well(stage.run(removeOf(eleven, { name: 'rabbit4', role: 'broker' })));
});

describe('a connection that is lost just after a command took effect', () => {
  const heardOf = (about: string) =>
    faultsAt({ effect: { kind: 'drop', when: 'after' }, method: 'change', about });
  const given = (stage: Stage, about: string) =>
    stage.calls.filter(({ method, detail }) => method === 'change' && detail.includes(about)).length;

  test('a broker is taken out once', async () => {
    const eleven = elevenWith('rabbit4');
    const stage = await deployed(eleven);
    const about = 'cfy_manager brokers remove';
    const plan = removeOf(eleven, { name: 'rabbit4', role: 'broker' });
    await well(stage.run(plan, { faults: heardOf(about) }));
    expect(given(stage, about)).toBe(1);
  });

  test('the lead is handed over once', async () => {
    const ten = without(NAMES);
    const stage = await deployed(ten);
    const { leader } = stage.world.host('db1').database!.cluster;
    const about = 'dbs set-master';
    await well(stage.run(switchoverOf(ten), { faults: heardOf(about) }));
    expect(given(stage, about)).toBe(1);
    expect(stage.world.host('db1').database!.cluster.leader).not.toBe(leader);
  });
});

test('two dead hosts of different roles leave one after the other, each while the other is down', async () => {
  const eleven = elevenWith('rabbit4');
  const stage = await deployed(eleven);
  stage.world.powerOff('db2');
  stage.world.powerOff('rabbit4');
  await stage.clock.sleep(120_000);
  const db2 = { name: 'db2', role: 'database' } as const;
  const rabbit4 = { name: 'rabbit4', role: 'broker' } as const;
  expect((await stage.run(removeOf(eleven, db2, true))).exitCode).toBe(3);
  await well(
    stage.run(
      planOf('remove-database', eleven, removeChange(eleven, { ...db2, state: 'lost' }, ['rabbit4'])),
    ),
  );
  const without2 = without(['db2'], eleven);
  await well(stage.run(removeOf(without2, rabbit4, true)));
});

test('restart brings a stopped broker back first, then restarts the others', async () => {
  const ten = without(NAMES);
  const stage = await deployed(ten);
  stopBroker(stage.world, stage.world.host('rabbit3'));
  const ran = await well(stage.run(restartOf(ten, 'all', 'r')));
  const brokers = stepsOf(ran, 'changed').filter((step) => step.startsWith('brokers/'));
  expect(brokers).toEqual(['rabbit3', 'rabbit1', 'rabbit2'].map((host) => `brokers/${host}/restart`));
});
