import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../../src/model/cluster.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { planOf, shared } from '../../unit/platforms/native/fixture.ts';

const seventeen: Cluster = { ...shared, version: { text: '17', major: 17, minor: 0, patch: 0, dev: false } };
const debian13 = { os: 'debian 13' };

function deploy(cluster: Cluster, system: { readonly os?: string } = {}): ReturnType<Stage['run']> {
  const stage = new Stage({ cluster, material: materialFor(cluster), ...system });
  return stage.run(planOf('deploy', { kind: 'deploy' }, cluster));
}

describe('PostgreSQL 17 of Debian 13', () => {
  test('is installed with the client of etcd that Patroni of Debian 13 does not bring', async () => {
    const { finished, events } = await deploy(seventeen, debian13);
    expect(finished).toMatchObject({ outcome: 'done', problems: [] });
    const titles = events.flatMap((event) => (event.kind === 'step.started' ? [event.title] : []));
    expect(titles).toContain('install etcd-server, etcd-client, patroni, python3-etcd, postgresql-17');
  });

  test.each([
    [seventeen, {}, ['runs debian 12, which offers PostgreSQL 15, not 17', 'debian 13']],
    [shared, debian13, ['runs debian 13, which offers PostgreSQL 17, not 15', 'debian 12']],
  ] as const)(
    'is refused on another Debian before anything is changed',
    async (cluster, system, [line, other]) => {
      const { finished, events } = await deploy(cluster, system);
      const offered = cluster === shared ? 17 : 15;
      expect(finished).toMatchObject({ counts: { changed: 0 } });
      expect(finished?.exitCode).not.toBe(0);
      const text = JSON.stringify(finished?.problems);
      expect(text).toContain(line);
      expect(text).toContain(`set native.postgresql.version to ${offered}, or install ${other} on db1`);
      expect(events.some(({ kind }) => kind === 'gate.finished')).toBe(true);
    },
  );
});
