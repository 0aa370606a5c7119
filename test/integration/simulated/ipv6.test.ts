import { expect, jest, test } from '@jest/globals';
import type { Cluster } from '../../../src/model/cluster.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { cluster, deploy, planOf } from './deploy.ts';

jest.setTimeout(120_000);

/** The ten hosts with IPv6 addresses. Those of the databases are not in canonical form. */
const ipv6Cluster: Cluster = {
  ...cluster,
  hosts: cluster.hosts.map((host) => {
    const last = host.privateIp.split('.').at(-1) ?? '';
    const address = host.role === 'database' ? `2001:DB8:0:0::00${last}` : `2001:db8::${last}`;
    return { ...host, address, privateIp: address, publicIp: address };
  }),
};

test('deploys a cluster with IPv6 addresses and passes every gate; a second run changes nothing', async () => {
  const plan = planOf('deploy', { cluster: ipv6Cluster });
  const transport = simulatedTransport({ hosts: ipv6Cluster.hosts, clock: virtualClock() });
  const first = await deploy(transport, plan);
  const problems = first.events.flatMap((event) => (event.kind === 'run.finished' ? event.problems : []));
  expect(problems).toEqual([]);
  expect(first.end).toBe(0);
  const before = transport.world.applied.length;
  const second = await deploy(transport.reopen(), plan, 'run-2');
  expect(second.end).toBe(0);
  expect(transport.world.applied).toHaveLength(before);
});
