import { describe, expect, test } from '@jest/globals';
import { loadInventory } from '../../../src/inventory/load.ts';
import { hostNamed, type Cluster, type Host } from '../../../src/model/cluster.ts';
import { buildPlan } from '../../../src/plan/build/build-plan.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { replaceMachine } from '../../../src/simulate/replace-machine.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor, playbookNamed } from '../../unit/plan/shipped.ts';
import { planOf, shared as cluster } from '../../unit/platforms/native/fixture.ts';

const deploy = planOf('deploy', { kind: 'deploy' }, cluster);
const { cluster: withApplication } = await loadInventory('inventories/native-application.yaml', {
  HOME: '/home/operator',
});

async function deployed(of: Cluster = cluster): Promise<Stage> {
  const stage = new Stage({ cluster: of, material: materialFor(of) });
  const { finished } = await stage.run(of === cluster ? deploy : planOf('deploy', { kind: 'deploy' }, of));
  expect(finished).toMatchObject({ outcome: 'done', problems: [] });
  return stage;
}

type Ran = Awaited<ReturnType<Stage['run']>>;

const changed = ({ events }: Ran) =>
  events.flatMap((event) =>
    event.kind === 'step.finished' && event.outcome !== 'unchanged' ? [event.step] : [],
  );

const hostsIn = ({ events }: Ran, kind: string) =>
  events.flatMap((event) => (event.kind === kind && 'host' in event ? [event.host] : []));

describe('three machines with all roles', () => {
  test('have one connection, one survey and one lock each, and a second deploy changes nothing', async () => {
    const stage = await deployed();
    const second = await stage.run(deploy);
    expect(second.finished).toMatchObject({ outcome: 'done' });
    expect(changed(second)).toEqual([]);
    expect(hostsIn(second, 'host.connected')).toEqual(['db1', 'db2', 'db3']);
    expect(hostsIn(second, 'host.surveyed')).toEqual(['db1', 'db2', 'db3']);
    const receipts = [...stage.world.host('rabbit1').files.keys()]
      .filter((path) => path.endsWith('/units'))
      .sort();
    expect(receipts).toEqual([
      '/var/lib/quorate/receipts/broker/units',
      '/var/lib/quorate/receipts/database/units',
    ]);
  });

  test('keep the other roles when one is removed', async () => {
    const stage = await deployed();
    const change = { kind: 'remove', member: hostNamed(cluster, 'lb3'), state: 'running', down: [] } as const;
    const removed = await stage.run(planOf('remove-load-balancer', change, cluster));
    expect(removed.finished).toMatchObject({ outcome: 'done', problems: [] });
    const paths = [...stage.world.host('db3').files.keys()];
    expect(paths.filter((path) => path.startsWith('/var/lib/quorate/receipts/load_balancer/'))).toEqual([]);
    const left = { ...cluster, hosts: cluster.hosts.filter(({ name }) => name !== 'lb3') };
    const next = await stage.run(planOf('deploy', { kind: 'deploy' }, left));
    expect(next.finished).toMatchObject({ outcome: 'done', problems: [] });
    expect(changed(next)).toEqual([]);
  });

  test('are disrupted one at a time, even by a playbook that restarts services at the same time', async () => {
    const stage = await deployed();
    const shipped = playbookNamed('restart');
    const playbook = { ...shipped, phases: shipped.phases.map((phase) => ({ ...phase, after: [] })) };
    const change = { kind: 'restart', members: 'all', request: 'r1', down: [] } as const;
    const material = materialFor(cluster);
    const { finished, events } = await stage.run(buildPlan({ playbook, cluster, change, material }));
    expect(finished).toMatchObject({ outcome: 'done', problems: [] });
    const marks = stage.world.applied.filter(
      ({ kind, what }) => /^(job|ended)$/.test(kind) && /restart-/.test(what),
    );
    expect(marks.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => ['job', 'ended']).flat());
    expect(events.filter(({ kind }) => kind === 'proof').length).toBeGreaterThan(5);
  });

  test.each([
    ['a database, a broker and a load balancer', cluster, []],
    // The environment of the other managers contains the former address until the next deploy.
    [
      'an application too',
      withApplication,
      [
        'stage/shop1/files',
        'stage/shop2/files',
        'first-manager/shop1/restart',
        'other-managers/shop2/restart',
      ],
    ],
  ])('are replaced with all of their roles: %s', async (_, of, left) => {
    const stage = await deployed(of);
    const onNode3 = of.hosts.filter(({ address }) => address === hostNamed(of, 'db3').address);
    stage.world.powerOff('rabbit3');
    await stage.clock.sleep(120_000);
    const moved = (host: Host): Host => {
      const address = '10.20.0.14';
      return { ...host, address, privateIp: address, publicIp: address };
    };
    const [db3, ...others] = onNode3.map((host) => ({ replacement: moved(host), former: [host] as const }));
    if (!db3) throw new Error('no hosts');
    const after = {
      ...of,
      hosts: of.hosts.map((host) => (onNode3.includes(host) ? moved(host) : host)),
    };
    for (const host of onNode3) replaceMachine(stage.world, moved(host));
    const change = { kind: 'replace', members: [db3, ...others], down: [] } as const;
    const replaced = await stage.run(planOf('replace-machine', change, after));
    expect(replaced.finished).toMatchObject({ outcome: 'done', problems: [] });
    const next = await stage.run(planOf('deploy', { kind: 'deploy' }, after));
    expect(next.finished).toMatchObject({ outcome: 'done', problems: [] });
    expect(changed(next)).toEqual(left);
  });

  test.each([100, 220, 340])('are deployed by the next run if call %i kills the first one', async (index) => {
    const stage = new Stage({ cluster, material: materialFor(cluster) });
    const faults: Faults = (call) => (call.index === index ? { kind: 'kill', when: 'within' } : undefined);
    const killed = await stage.run(deploy, { faults });
    expect(killed.exitCode).toBeUndefined();
    await stage.clock.sleep(180_000);
    const next = await stage.run(deploy);
    expect(next.finished).toMatchObject({ outcome: 'done', problems: [] });
  });

  test('a machine that does not answer is a problem of each of its hosts', async () => {
    const stage = await deployed();
    stage.world.powerOff('db2');
    const { finished } = await stage.run(deploy);
    expect(finished?.problems.map(({ where }) => where)).toEqual(
      expect.arrayContaining(['db2', 'rabbit2', 'lb2']),
    );
  });
});
