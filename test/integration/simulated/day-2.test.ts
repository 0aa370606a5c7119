import { describe, expect, jest, test } from '@jest/globals';
import { faultsAt } from '../../support/scripted-faults.ts';
import { removeChange } from '../../../src/plan/build/named-change.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { HostName, Role } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { stopBrokerNode } from '../../../src/simulate/services/broker.ts';
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

/** The lab's ten hosts and the given spare. */
const elevenWith = (spare: HostName, cluster: Cluster = fourteen) =>
  without(
    NAMES.filter((name) => name !== spare),
    cluster,
  );

async function succeeds(run: Promise<Rehearsal>): Promise<Rehearsal> {
  const ran = await run;
  expect(ran.finished?.problems).toEqual([]);
  expect(ran.exitCode).toBe(0);
  return ran;
}

async function changesNothing(stage: Stage, plan: Plan): Promise<void> {
  expect(stepsOf(await succeeds(stage.run(plan)), 'changed')).toEqual([]);
}

/** A deployed cluster. Clears the DNS if the cluster resolves names through /etc/hosts. */
async function deployed(now: Cluster, all: Cluster = fourteen): Promise<Stage> {
  const stage = new Stage({ cluster: all, material });
  if (now.nameResolution === 'hosts-file') stage.world.dns.clear();
  await succeeds(stage.run(deployOf(now)));
  return stage;
}

const VARIANTS: readonly (readonly [string, Cluster])[] = [
  ['7.0', fourteen],
  ['6.2, which rewrites config.yaml', ofRelease('6.2.1', fourteen)],
  ['5.0.5-dev', ofRelease('5.0.5-dev', fourteen)],
  ['names in /etc/hosts', { ...fourteen, nameResolution: 'hosts-file' }],
];

describe.each(VARIANTS)('%s', (_variant, all) => {
  const ten = without(NAMES, all);

  test.each(SPARES)(
    'adds $name to the running cluster and removes it, twice; a deploy after each command changes nothing',
    async (spare) => {
      const eleven = elevenWith(spare.name, all);
      const stage = await deployed(ten, all);
      for (let round = 1; round <= 2; round += 1) {
        await succeeds(stage.run(addOf(eleven, spare)));
        await changesNothing(stage, deployOf(eleven));
        await succeeds(stage.run(removeOf(eleven, spare)));
        await changesNothing(stage, deployOf(ten));
      }
    },
  );
});

/** Lists what is left on a removed host, except packages and the history. */
function remains({ world }: Stage, name: HostName): readonly string[] {
  const { files, database, broker, manager, balancer, enabled } = world.host(name);
  const paths = [...files.keys()].filter((path) =>
    /^\/(etc\/(quorate|haproxy|cloudify)|var\/lib\/quorate)\//.test(path),
  );
  const running = [database, broker, manager, balancer].filter((unit) => unit?.running).length;
  return [
    ...paths.filter((path) => !/\/(history\.ndjson|packages\/.*)$/.test(path)),
    ...enabled,
    ...(running > 0 ? ['a service runs'] : []),
  ];
}

test.each(SPARES)('removing $name leaves nothing on the host', async (spare) => {
  const eleven = elevenWith(spare.name);
  const stage = await deployed(eleven);
  const { files } = stage.world.host(spare.name);
  const [anyFile] = files.values();
  // The product leaves such a file behind when it is removed.
  if (anyFile && spare.role !== 'load_balancer')
    files.set('/etc/cloudify/ssl/20261122-200000_key.pem', anyFile);
  await succeeds(stage.run(removeOf(eleven, spare)));
  expect(remains(stage, spare.name)).toEqual([]);
});

test('removing the database leader switches over before the database stops', async () => {
  const eleven = elevenWith('db4');
  const stage = await deployed(eleven);
  const { cluster } = stage.world.host('db1').database!;
  const leader = cluster.leader!;
  const mark = stage.world.applied.length;
  await succeeds(stage.run(removeOf(eleven, { name: leader, role: 'database' })));
  const effects = stage.world.applied
    .slice(mark)
    .flatMap(({ kind, what }) => (kind === 'effect' ? [what] : []));
  const stopped = effects.indexOf(`database ${leader} stopped`);
  expect(effects.findIndex((what) => / leads$/.test(what))).toBeLessThan(stopped);
  expect(effects.filter((what) => / leads$/.test(what))).toHaveLength(1);
  await changesNothing(stage, deployOf(without([leader], eleven)));
});

describe('--lost', () => {
  test.each(SPARES)(
    'removes $name, which is down, without contacting it; the other hosts stay as deployed',
    async (spare) => {
      const eleven = elevenWith(spare.name);
      const stage = await deployed(eleven);
      stage.world.powerOff(spare.name);
      await stage.clock.sleep(120_000);
      const mark = stage.world.applied.length;
      await succeeds(stage.run(removeOf(eleven, spare, true)));
      const there = stage.world.applied.slice(mark).filter(({ host }) => host === spare.name);
      expect(there).toEqual([]);
      await changesNothing(stage, deployOf(without(NAMES)));
    },
  );

  test.each(SPARES)('is refused if $name is running, and changes nothing', async (spare) => {
    const eleven = elevenWith(spare.name);
    const stage = await deployed(eleven);
    const ran = await stage.run(removeOf(eleven, spare, true));
    expect(ran.exitCode).toBe(7);
    expect(stepsOf(ran, 'changed')).toEqual([]);
  });
});

test('refuses to remove a broker while a workflow runs, and removes it afterwards', async () => {
  const eleven = elevenWith('rabbit4');
  const stage = await deployed(eleven);
  const { executions } = stage.world.host('manager1').manager!.database.registry;
  executions.push({ id: 'e1', workflow: 'install', status: 'started' });
  const refused = await stage.run(removeOf(eleven, { name: 'rabbit4', role: 'broker' }));
  expect(refused.exitCode).toBe(5);
  expect(stage.world.host('rabbit4').broker?.appRunning).toBe(true);
  executions.pop();
  await succeeds(stage.run(removeOf(eleven, { name: 'rabbit4', role: 'broker' })));
});

describe('a connection lost just after a command took effect', () => {
  const lostAfter = (about: string) =>
    faultsAt({ effect: { kind: 'drop', when: 'after' }, method: 'change', about });
  const timesSent = (stage: Stage, about: string) =>
    stage.calls.filter(({ method, detail }) => method === 'change' && detail.includes(about)).length;

  test('the broker is removed once', async () => {
    const eleven = elevenWith('rabbit4');
    const stage = await deployed(eleven);
    const about = 'cfy_manager brokers remove';
    const plan = removeOf(eleven, { name: 'rabbit4', role: 'broker' });
    await succeeds(stage.run(plan, { faults: lostAfter(about) }));
    expect(timesSent(stage, about)).toBe(1);
  });

  test('one switchover takes place', async () => {
    const ten = without(NAMES);
    const stage = await deployed(ten);
    const { leader } = stage.world.host('db1').database!.cluster;
    const about = 'dbs set-master';
    await succeeds(stage.run(switchoverOf(ten), { faults: lostAfter(about) }));
    expect(timesSent(stage, about)).toBe(1);
    expect(stage.world.host('db1').database!.cluster.leader).not.toBe(leader);
  });
});

test('removes two hosts of different roles that are down, one after the other, with --down for the other one', async () => {
  const eleven = elevenWith('rabbit4');
  const stage = await deployed(eleven);
  stage.world.powerOff('db2');
  stage.world.powerOff('rabbit4');
  await stage.clock.sleep(120_000);
  const db2 = { name: 'db2', role: 'database' } as const;
  const rabbit4 = { name: 'rabbit4', role: 'broker' } as const;
  expect((await stage.run(removeOf(eleven, db2, true))).exitCode).toBe(3);
  await succeeds(
    stage.run(
      planOf('remove-database', eleven, removeChange(eleven, { ...db2, state: 'lost' }, ['rabbit4'])),
    ),
  );
  const without2 = without(['db2'], eleven);
  await succeeds(stage.run(removeOf(without2, rabbit4, true)));
});

test('restart starts the stopped broker first, then restarts the other brokers', async () => {
  const ten = without(NAMES);
  const stage = await deployed(ten);
  stopBrokerNode(stage.world, stage.world.host('rabbit3'));
  const ran = await succeeds(stage.run(restartOf(ten, 'all', 'r')));
  const brokers = stepsOf(ran, 'changed').filter((step) => step.startsWith('brokers/'));
  expect(brokers).toEqual(['rabbit3', 'rabbit1', 'rabbit2'].map((host) => `brokers/${host}/restart`));
});
