import { describe, expect, test } from '@jest/globals';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { install, installAll, tell, wait } from './cluster.ts';
import { connectTo, job, tenSimulated } from './hosts.ts';

/** Listens on ports of a host for ten minutes. */
async function listen(transport: SimulatedTransport, name: string, ...ports: readonly number[]) {
  const session = await connectTo(transport, name);
  const address = transport.world.host(name).spec.privateIp;
  return session.listen({ address, ports, nonce: 'nonce', limitMs: 600_000 });
}

const effects = ({ world }: SimulatedTransport) =>
  world.applied.filter(({ kind }) => kind === 'effect').map(({ what }) => what);

describe('a temporary listener', () => {
  test('makes an installation fail whose service needs its port', async () => {
    const transport = tenSimulated();
    const { stop } = await listen(transport, 'rabbit1', 15671);
    const { code, lines } = await install(transport, 'rabbit1');
    expect([code, lines.at(-1)]).toEqual([1, expect.stringContaining('the broker service has stopped')]);
    expect(effects(transport)).toContain(
      'rabbit1 beam.smp: cannot listen on port 15671: address already in use',
    );
    await stop();
    expect((await install(transport, 'rabbit1')).code).toBe(0);
  });

  test('stops a service that is starting', async () => {
    const transport = tenSimulated();
    await installAll(transport, 'db1', 'db2', 'db3');
    await tell(transport, 'db1', 'systemctl restart etcd');
    expect((await listen(transport, 'db1', 2379)).ports).toEqual({ 2379: 'listening' });
    expect(transport.world.host('db1').database?.running).toBe(false);
    expect((await tell(transport, 'db1', 'systemctl start etcd')).code).toBe(1);
  });

  test('does not get a port of a service that runs', async () => {
    const transport = tenSimulated();
    await installAll(transport, 'rabbit1');
    await wait(transport, 30);
    expect((await listen(transport, 'rabbit1', 15671)).ports).toEqual({ 15671: 'in-use' });
    expect(transport.world.host('rabbit1').broker?.running).toBe(true);
  });

  test('is recorded if a job runs on the host', async () => {
    const transport = tenSimulated();
    const session = await connectTo(transport, 'lb1');
    await session.startJob(job('install-haproxy', 'packages install haproxy'));
    await listen(transport, 'lb1', 443);
    expect(effects(transport)).toContain('listens temporarily while install-haproxy runs');
  });
});
