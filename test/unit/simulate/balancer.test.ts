import { beforeEach, describe, expect, test } from '@jest/globals';
import { balancedServers } from '../../../src/components/haproxy/answers.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { ask, tell, wholeCluster } from './cluster.ts';
import { CA, connectTo, file, get } from './hosts.ts';

const config = (extra = ''): string => `global
    maxconn 100
peers balancers
    peer lb1 127.0.0.1:10000
frontend redirect
    bind *:80
listen manager
    bind *:443 ssl crt /etc/haproxy/cert.pem
    bind *:53333 ssl crt /etc/haproxy/cert.pem
    stick-table type ip size 1m expire 1h${extra}
    server manager_1 198.51.100.31 ssl ca-file /etc/haproxy/ca.crt check port 443
    server manager_2 198.51.100.32 ssl ca-file /etc/haproxy/ca.crt check port 443
listen statistics
    bind 127.0.0.1:8404
    stats enable
`;
const path = '/etc/haproxy/haproxy.cfg' as const;
const status = '/api/v3.1/status';

let transport: SimulatedTransport;

beforeEach(async () => {
  transport = await wholeCluster();
  const session = await connectTo(transport, 'lb1');
  await session.change([
    file('/etc/haproxy/ca.crt', CA),
    file('/etc/haproxy/cert.pem', 'pair'),
    file(path, config()),
  ]);
  await tell(transport, 'lb1', 'packages install haproxy');
});

/** Starts HAProxy and waits until its checks of the managers have passed. */
async function started(how: 'start' | 'reload-or-restart'): Promise<void> {
  await tell(transport, 'lb1', `systemctl ${how} haproxy`);
  await transport.world.clock.sleep(2_000);
}

/** Manager that answers a client on a port of the load balancer. */
async function servedBy(client: string, port = 443): Promise<string | undefined> {
  const session = await connectTo(transport, client);
  const answer = await session.request(get(`https://198.51.100.41:${port}${status}`));
  expect(answer).toMatchObject({ kind: 'response', status: 401 });
  return answer.kind === 'response' ? answer.headers['x-quorate-server'] : undefined;
}

describe('load balancer', () => {
  test('answers 503 until its checks have passed', async () => {
    await tell(transport, 'lb1', 'systemctl start haproxy');
    expect(await ask(transport, 'lb1', { url: `https://HOST${status}` })).toMatchObject({ status: 503 });
  });

  test('distributes clients over the managers with session persistence, on every port', async () => {
    await started('start');
    const first = [await servedBy('db1'), await servedBy('db2')];
    expect([...first].sort()).toEqual(['manager_1', 'manager_2']);
    expect([await servedBy('db1', 53333), await servedBy('db2', 53333)]).toEqual(first);
  });

  test('moves a client if its manager is down, and answers 503 if no manager is up', async () => {
    await started('start');
    expect(await servedBy('db1')).toBe('manager_1');
    transport.world.powerOff('manager1');
    expect(await servedBy('db1')).toBe('manager_2');
    const page = await ask(transport, 'lb1', { url: 'http://127.0.0.1:8404/stats;csv' });
    const servers = balancedServers(page)?.map(({ name, status: up }) => `${name} ${up}`);
    expect(servers).toEqual(['manager_1 DOWN', 'manager_2 UP']);
    transport.world.powerOff('manager2');
    expect(await ask(transport, 'lb1', { url: `https://HOST${status}` })).toMatchObject({ status: 503 });
    expect(await ask(transport, 'lb1', { url: 'http://127.0.0.1:8404/other' })).toMatchObject({
      status: 404,
    });
  });

  test.each([
    ['', 0],
    [' peers balancers', 1],
  ])('a reload with the stick table%j keeps %i clients', async (extra, kept) => {
    await (await connectTo(transport, 'lb1')).change([file(path, config(extra))]);
    await started('reload-or-restart');
    await servedBy('db1');
    expect((await tell(transport, 'lb1', 'systemctl reload-or-restart haproxy')).code).toBe(0);
    expect(transport.world.host('lb1').balancer?.stickTable.size).toBe(kept);
  });

  test('check, reload and start refuse an invalid configuration; the running one stays in effect', async () => {
    await started('start');
    const session = await connectTo(transport, 'lb1');
    await session.change([file(path, config().replace('/etc/haproxy/cert.pem', '/etc/haproxy/none.pem'))]);
    const check = await tell(transport, 'lb1', `haproxy -c -f ${path}`);
    expect(check).toMatchObject({
      code: 1,
      err: expect.stringContaining("'/etc/haproxy/none.pem'") as unknown,
    });
    expect((await tell(transport, 'lb1', 'systemctl reload haproxy')).code).toBe(1);
    expect(await servedBy('db1')).toBe('manager_1');
    expect((await tell(transport, 'lb1', 'systemctl restart haproxy')).code).toBe(1);
    expect((await tell(transport, 'lb1', 'systemctl is-active haproxy')).code).toBe(3);
    expect((await tell(transport, 'lb1', 'haproxy -c -f /nowhere')).err).toContain('Could not open');
  });

  test('starts at boot only if it is enabled', async () => {
    await tell(transport, 'lb1', 'systemctl start haproxy');
    const reboot = async () => {
      transport.world.reboot('lb1');
      await transport.world.clock.sleep(60_000);
      return (await tell(transport, 'lb1', 'systemctl is-active --quiet haproxy')).code;
    };
    expect(await reboot()).toBe(3);
    expect((await tell(transport, 'lb1', 'systemctl is-enabled haproxy')).out).toBe('disabled\n');
    await tell(transport, 'lb1', 'systemctl enable --now haproxy');
    expect(await reboot()).toBe(0);
  });
});
