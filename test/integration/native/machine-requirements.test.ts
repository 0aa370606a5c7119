import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../../src/model/cluster.ts';
import { adviceText } from '../../support/advised.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { planOf, shared } from '../../unit/platforms/native/fixture.ts';

const GB = 2 ** 30;

function declaring(change: Partial<NonNullable<Cluster['native']>>): Cluster {
  return { ...shared, native: { ...shared.native!, ...change } };
}

async function deployOf(cluster: Cluster, prepare: (stage: Stage) => void = () => undefined) {
  const stage = new Stage({ cluster, material: materialFor(cluster) });
  prepare(stage);
  const { finished } = await stage.run(planOf('deploy', { kind: 'deploy' }, cluster));
  const written = stage.world.applied.filter(({ kind }) => kind === 'write').length;
  const problems = finished?.problems.map(({ where, what, next }) => [where, what, next && adviceText(next)]);
  return { outcome: finished?.outcome, problems, written };
}

describe('a deploy is refused before it changes a host', () => {
  test('if a declared mount is missing on a machine that needs it', async () => {
    const cluster = declaring({ mounts: ['/var/lib/postgresql', '/var/lib/rabbitmq'] });
    const refused = await deployOf(cluster, ({ world }) => {
      world.host('db2').unmounted.add('/var/lib/postgresql').add('/var/lib/etcd');
    });
    expect(refused).toMatchObject({ outcome: 'failed', written: 0 });
    expect(refused.problems).toEqual([
      [
        'db2',
        expect.stringContaining('/var/lib/postgresql is not a mount, which native.mounts requires'),
        expect.stringContaining('on db2: findmnt --fstab /var/lib/postgresql; mount its volume'),
      ],
    ]);
    expect(await deployOf(cluster)).toMatchObject({ outcome: 'done' });
  });

  test('if a machine has less memory than the inventory declares', async () => {
    const refused = await deployOf(declaring({ machineMemory: { database: 16 * GB } }));
    expect(refused).toMatchObject({ outcome: 'failed', written: 0 });
    expect(JSON.stringify(refused.problems)).toContain(
      'has 8192 MB of memory, but native.postgresql.machine_memory is 16384 MB',
    );
    expect(
      await deployOf(declaring({ machineMemory: { database: 8 * GB, broker: 8.5 * GB } })),
    ).toMatchObject({
      outcome: 'done',
    });
  });
});
