import { describe, expect, jest, test } from '@jest/globals';
import type { Cluster } from '../../../src/model/cluster.ts';
import { hostNamed } from '../../../src/model/cluster.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import {
  addOf,
  deployOf,
  fourteen,
  material,
  removeOf,
  replaceOf,
  restartOf,
  without,
} from '../../support/day-2.ts';
import { Stage, stepsOf, type Rehearsal } from '../../support/simulated.ts';

jest.setTimeout(120_000);

type World = SimulatedTransport['world'];

const SPARES: readonly HostName[] = ['db4', 'rabbit4', 'manager4', 'lb2'];
const ten = without(SPARES);
const fourDatabases = without(['rabbit4', 'manager4', 'lb2']);
const twoManagers = without(['manager3'], ten);
const db = (name: HostName) => ({ name, role: 'database' as const });

async function deployed(cluster: Cluster): Promise<Stage> {
  const stage = new Stage({ cluster: fourteen, material });
  expect((await stage.run(deployOf(cluster))).exitCode).toBe(0);
  return stage;
}

/** The run history of a host. It lists refused runs too. */
const HISTORY = '/var/lib/quorate/history.ndjson';

/** State that a refused run must not change: applied effects, file times except the history, and locks. */
function traces({ applied, hosts }: World): unknown {
  const files = [...hosts.values()].flatMap((host) =>
    [...host.files].flatMap(([path, { mtime }]) =>
      path === HISTORY ? [] : [`${host.name}${path} ${mtime}`],
    ),
  );
  const locks = [...hosts.values()].flatMap((host) => [...host.locks.keys()]);
  return { applied: applied.length, files, locks };
}

/** Asserts that the run is refused and changes nothing. */
async function refused(stage: Stage, plan: Plan): Promise<Rehearsal> {
  const before = structuredClone(traces(stage.world));
  const ran = await stage.run(plan);
  expect(ran.exitCode).toBe(7);
  expect(stepsOf(ran, 'changed')).toEqual([]);
  expect(traces(stage.world)).toEqual(before);
  return ran;
}

interface Case {
  readonly what: string;
  readonly cluster: Cluster;
  readonly before?: (world: World) => void;
  readonly plan: () => Plan;
  readonly voteCount: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'removing a healthy database when another is down',
    cluster: fourDatabases,
    before: (world) => world.powerOff('db4'),
    plan: () => removeOf(fourDatabases, db('db2')),
    voteCount: ['etcd: 4 members, 3 healthy, quorum 3; db4 is not healthy: refused'],
  },
  {
    what: 'adding a database while one is down',
    cluster: ten,
    before: (world) => world.powerOff('db3'),
    plan: () => addOf(fourDatabases, db('db4')),
    voteCount: [
      'etcd: 3 members, 2 healthy, quorum 2; joining db4 makes 4, quorum 3; db3 is not healthy: refused',
    ],
  },
  {
    what: 'adding a database that is down itself while one is down',
    cluster: ten,
    before: (world) => ['db3', 'db4'].forEach((name) => world.powerOff(name)),
    plan: () => addOf(fourDatabases, db('db4')),
    voteCount: [
      'etcd: 3 members, 2 healthy, quorum 2; joining db4 makes 4, quorum 3; db3 is not healthy: refused',
    ],
  },
  {
    what: 'removing one of two managers',
    cluster: twoManagers,
    plan: () => removeOf(twoManagers, { name: 'manager2', role: 'manager' }),
    voteCount: ['manager: 2 members; without manager2 1, at least 2 needed: refused'],
  },
  {
    what: 'removing one of three brokers',
    cluster: ten,
    plan: () => removeOf(ten, { name: 'rabbit2', role: 'broker' }),
    voteCount: ['broker: 3 members; without rabbit2 2, at least 3 needed: refused'],
  },
  {
    what: 'removing one of three databases',
    cluster: ten,
    plan: () => removeOf(ten, db('db3')),
    voteCount: ['database: 3 members; without db3 2, at least 3 needed: refused'],
  },
  {
    what: 'restarting a broker while two are partitioned',
    cluster: ten,
    before: (world) => world.partition('rabbit1', 'rabbit2'),
    plan: () => restartOf(ten, 'broker'),
    voteCount: ['broker: 3 members, 1 running, quorum 2; without rabbit1 1 running of 2: wait'],
  },
  {
    what: 'restarting a broker while another one is isolated and paused',
    cluster: ten,
    before: (world) => {
      world.partition('rabbit2', 'rabbit1');
      world.partition('rabbit2', 'rabbit3');
    },
    plan: () => restartOf(ten, 'broker'),
    voteCount: [
      'broker: 3 members, 2 running, quorum 2; without rabbit1 1 running of 2: refused',
      'port 25672 is open, so the broker is partitioned and paused, or it hangs',
    ],
  },
  {
    what: 'restarting a broker while another is down',
    cluster: ten,
    before: (world) => world.powerOff('rabbit3'),
    plan: () => restartOf(ten, 'broker'),
    voteCount: ['broker: 3 members, 2 running, quorum 2; without rabbit1 1 running of 2: refused'],
  },
  {
    what: 'removing a running database as lost',
    cluster: fourDatabases,
    plan: () => removeOf(fourDatabases, db('db4'), true),
    voteCount: ['database: db4 is reported running by db1, db2, db3: refused'],
  },
  {
    what: 'removing a running broker as lost',
    cluster: without(['db4', 'manager4', 'lb2']),
    plan: () => removeOf(without(['db4', 'manager4', 'lb2']), { name: 'rabbit4', role: 'broker' }, true),
    voteCount: ['broker: rabbit4 is reported running by rabbit1, rabbit2, rabbit3: refused'],
  },
  {
    what: 'changing databases while the inventory lists a manager that was never added',
    cluster: fourDatabases,
    plan: () => removeOf(without(['rabbit4', 'lb2']), db('db4')),
    voteCount: ['not listed by manager1, manager2, manager3, so adding or removing it was not finished'],
  },
  {
    what: 'replacing a manager that still responds at its old address',
    cluster: without(['db4', 'rabbit4', 'lb2']),
    plan: () => {
      const [manager2, { privateIp }] = [hostNamed(ten, 'manager2'), hostNamed(fourteen, 'manager4')];
      return replaceOf(ten, manager2, [{ ...manager2, privateIp }]);
    },
    voteCount: ['manager: manager2 at 198.51.100.34 answers (HTTP 401): refused'],
  },
  {
    what: 'removing a load balancer as lost that responds',
    cluster: without(['db4', 'rabbit4', 'manager4']),
    plan: () =>
      removeOf(without(['db4', 'rabbit4', 'manager4']), { name: 'lb2', role: 'load_balancer' }, true),
    voteCount: ['load balancer: lb2 answers (HTTP 401): refused'],
  },
];

describe('is refused with the vote count, and changes nothing', () => {
  test.each(CASES)('$what', async ({ cluster, before, plan, voteCount }) => {
    const stage = await deployed(cluster);
    before?.(stage.world);
    await stage.clock.sleep(120_000);
    const { finished } = await refused(stage, plan());
    const reasons = finished?.problems.map(({ why }) => why);
    expect(reasons).toEqual(expect.arrayContaining([...voteCount]));
  });
});

test('waits five minutes before it refuses to restart the broker with the only synchronized mirror', async () => {
  const stage = await deployed(ten);
  await stage.clock.sleep(120_000);
  // These nodes run, but their mirrors never synchronize.
  for (const name of ['rabbit2', 'rabbit3'])
    Object.defineProperty(stage.world.host(name).broker, 'readyAt', { get: () => stage.world.now() });
  const startedAt = stage.clock.now();
  const { finished } = await refused(stage, restartOf(ten, 'broker'));
  expect(stage.clock.now() - startedAt).toBeGreaterThan(5 * 60_000);
  expect(finished?.problems[0]?.why).toBe('broker: 2 queues with mirrors not in sync: wait');
});

test.each(['database', 'broker', 'manager', 'load_balancer'] as const)(
  'building a plan for a %s that is not in the inventory throws',
  (role) => {
    for (const plan of [removeOf, addOf])
      expect(() => plan(ten, { name: 'unknown9', role })).toThrow('the inventory has no host unknown9');
  },
);
