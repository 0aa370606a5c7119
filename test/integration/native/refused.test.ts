import { describe, expect, jest, test } from '@jest/globals';
import { hostNamed, type Cluster } from '../../../src/model/cluster.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { replaceMachine } from '../../../src/simulate/replace-machine.ts';
import { stopBrokerNode } from '../../../src/simulate/services/broker.ts';
import type { World } from '../../../src/simulate/world/state.ts';
import { Stage, stepsOf } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { cluster, planOf, shared } from '../../unit/platforms/native/fixture.ts';

jest.setTimeout(120_000);

interface Case {
  readonly what: string;
  readonly of?: Cluster;
  readonly before?: (world: World) => void;
  readonly plan: (world: World) => Plan;
  readonly reason: RegExp;
}

function removalOf(name: HostName, of: Cluster = cluster): Plan {
  const member = hostNamed(of, name);
  return planOf(`remove-${member.role}`, { kind: 'remove', member, state: 'running', down: [] }, of);
}

function restartOf(name: HostName, of: Cluster = cluster): Plan {
  const members = [hostNamed(of, name)] as const;
  return planOf('restart', { kind: 'restart', members, request: 'request-1', down: [] }, of);
}

const leaderOf = (world: World): HostName => world.host('db1').database?.cluster.leader ?? '';

const CASES: readonly Case[] = [
  {
    what: 'fewer databases than the minimum',
    plan: () => removalOf('db3'),
    reason: /database: 3 members; without db3 2, at least 3 needed: refused/,
  },
  {
    what: 'a restart while another database is stopped',
    before: (world) => world.powerOff('db3'),
    plan: () => restartOf('db2'),
    reason: /etcd: 3 members, 2 healthy, quorum 2; without db\d 1 healthy of 2: refused/,
  },
  {
    what: 'a restart of the leader while no standby is synchronized',
    before: (world) => {
      for (const name of ['db1', 'db2', 'db3']) neverStreams(world, name);
    },
    plan: (world) => restartOf(leaderOf(world)),
    reason: /no synchronous standby/,
  },
  {
    what: 'a host that was installed again without its data',
    before: (world) => replaceMachine(world, hostNamed(cluster, 'rabbit2')),
    plan: () => planOf('deploy', { kind: 'deploy' }),
    reason: /rabbit2/,
  },
  {
    what: 'a member that the inventory does not list',
    plan: () =>
      planOf(
        'deploy',
        { kind: 'deploy' },
        { ...cluster, hosts: cluster.hosts.filter(({ name }) => name !== 'rabbit5') },
      ),
    reason: /rabbit@?.*10\.20\.0\.25|rabbit5/,
  },
  {
    what: 'the restart of a machine while a broker on another machine is stopped',
    of: shared,
    before: (world) => stopBrokerNode(world, world.host('rabbit2')),
    plan: () => restartOf('rabbit1', shared),
    reason: /broker: 3 members, 2 running, quorum 2; without rabbit\d 1 running of 2: refused/,
  },
];

/** The standbys run, but they never catch up. */
function neverStreams(world: World, name: HostName): void {
  const { database } = world.host(name);
  if (!database || leaderOf(world) === name) return;
  Object.defineProperty(database, 'patroniSince', { get: () => world.now(), set: () => undefined });
}

describe('is refused, and changes nothing', () => {
  test.each(CASES)('$what', async ({ of = cluster, before, plan, reason }) => {
    const stage = new Stage({ cluster: of, material: materialFor(of) });
    expect((await stage.run(planOf('deploy', { kind: 'deploy' }, of))).exitCode).toBe(0);
    await stage.clock.sleep(60_000);
    before?.(stage.world);
    await stage.clock.sleep(120_000);
    const run = await stage.run(plan(stage.world));
    expect(run.finished?.problems.map((problem) => JSON.stringify(problem)).join('\n')).toMatch(reason);
    expect(run.exitCode).toBe(7);
    expect(stepsOf(run, 'changed')).toEqual([]);
  });
});
