import { expect, test } from '@jest/globals';
import type { Cluster } from '../../../../src/model/cluster.ts';
import { expectGolden } from '../cloudify/golden.ts';
import { planOf, shared } from './fixture.ts';

/** Every key that changes the files of a member. */
const cluster: Cluster = {
  ...shared,
  native: {
    ...shared.native!,
    machineMemory: { database: 16 * 2 ** 30, broker: 16 * 2 ** 30 },
    mounts: ['/var/lib/etcd', '/var/lib/postgresql'],
  },
  hosts: shared.hosts.map((host) => {
    if (host.role === 'database') return { ...host, overlay: { etcd: { 'snapshot-count': 20_000 } } };
    return host.role === 'broker' ? { ...host, overlay: { rabbitmq: { channel_max: 128 } } } : host;
  }),
};

/** Files that are rendered from the inventory, not copied from local files. */
const RENDERED = /\.(service|ya?ml|conf|config|env)$|enabled_plugins$|apt\.conf\.d/;

test.each(['db1', 'rabbit2'])('the files of %s are the golden ones; secrets are masked', (name) => {
  const steps = planOf('deploy', { kind: 'deploy' }, cluster)
    .phases.flatMap(({ lanes }) => lanes.filter(({ host }) => host === name))
    .flatMap((lane) => lane.steps);
  const files = steps.flatMap(({ action }) => (action.kind === 'files' ? action.files : []));
  const rendered = files.flatMap(({ path, mode, owner, want }) =>
    RENDERED.test(path) && want !== 'absent' && 'whole' in want
      ? [`### ${path} ${mode.toString(8)} ${owner}\n${want.whole.toString()}`]
      : [],
  );
  expect(rendered.length).toBeGreaterThan(5);
  expectGolden(new URL(`golden/${name}.txt`, import.meta.url), rendered.join('\n'));
});
