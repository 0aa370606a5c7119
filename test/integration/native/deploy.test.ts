import { describe, expect, test } from '@jest/globals';
import { hostNamed } from '../../../src/model/cluster.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { cluster, material, planOf } from '../../unit/platforms/native/fixture.ts';

const deploy = planOf('deploy', { kind: 'deploy' });
const db4 = {
  ...hostNamed(cluster, 'db3'),
  name: 'db4',
  hostname: 'db4',
  address: '10.20.0.14',
  privateIp: '10.20.0.14',
  publicIp: '10.20.0.14',
};
const grown = { ...cluster, hosts: [...cluster.hosts, db4] };

const outcomes = (events: Awaited<ReturnType<Stage['run']>>['events']) =>
  events.flatMap((event) => (event.kind === 'step.finished' ? [`${event.step} ${event.outcome}`] : []));

describe('the native platform on simulated hosts', () => {
  test('deploys in the mandated order, and a second deploy changes nothing', async () => {
    const stage = new Stage({ cluster, material });
    const first = await stage.run(deploy);
    expect(first.finished).toMatchObject({ outcome: 'done', problems: [] });
    const gates = first.events.flatMap((event) => (event.kind === 'gate.finished' ? [event.gate] : []));
    expect(gates).toEqual([
      'hosts-ready',
      'etcd-quorum',
      'patroni-leader',
      'broker-cluster',
      'load-balancer',
    ]);
    const second = await stage.run(deploy);
    expect(second.finished).toMatchObject({ outcome: 'done' });
    expect(outcomes(second.events).filter((one) => !one.endsWith(' unchanged'))).toEqual([]);
  });

  test('creates the accounts on the leader, and again if they are lost', async () => {
    const stage = new Stage({ cluster, material });
    await stage.run(deploy);
    const objects = stage.world.host('db1').database?.cluster.objects;
    expect(objects?.size).toBe(3);
    objects?.clear();
    const next = await stage.run(deploy);
    expect(outcomes(next.events).filter((one) => !one.endsWith(' unchanged'))).toEqual([
      'database-objects/db1/objects changed',
      'database-objects/db2/objects changed',
      'database-objects/db3/objects changed',
    ]);
    expect(objects?.size).toBe(3);
  });

  test('a joining database gets its vote only after it has caught up', async () => {
    const stage = new Stage({ cluster: grown, material: materialFor(grown) });
    await stage.run(deploy);
    const added = await stage.run(planOf('add-database', { kind: 'add', member: db4, down: [] }, grown));
    expect(added.finished).toMatchObject({ outcome: 'done', problems: [] });
    const effects = stage.world.applied.filter(({ kind }) => kind === 'effect').map(({ what }) => what);
    expect(effects.filter((what) => /learner|db4/.test(what)).slice(-3)).toEqual([
      'learner db4 added',
      'database db4 started',
      'learner db4 promoted',
    ]);
  });

  test('a removed database leaves neither data nor keys', async () => {
    const stage = new Stage({ cluster: grown, material: materialFor(grown) });
    await stage.run(planOf('deploy', { kind: 'deploy' }, grown));
    const change = { kind: 'remove', member: hostNamed(grown, 'db1'), state: 'running', down: [] } as const;
    const removed = await stage.run(planOf('remove-database', change, grown));
    expect(removed.finished).toMatchObject({ outcome: 'done', problems: [] });
    const host = stage.world.host('db1');
    expect(host.database).toBeUndefined();
    expect(
      [...host.files.keys()].filter((path) => /etcd\/quorate|patroni\/quorate|installed/.test(path)),
    ).toEqual([]);
  });

  test('an interrupted deploy is completed by the next one', async () => {
    const stage = new Stage({ cluster, material });
    const stopped = new AbortController();
    let steps = 0;
    await stage.run(deploy, {
      signal: stopped.signal,
      on: ({ kind }) => {
        if (kind === 'step.finished' && (steps += 1) === 30) stopped.abort();
      },
    });
    const next = await stage.run(deploy);
    expect(next.finished).toMatchObject({ outcome: 'done', problems: [] });
  });
});
