import { describe, expect, test } from '@jest/globals';
import { etcdHealthy, etcdMembers } from '../../../src/components/etcd/answers.ts';
import { patroniMembers } from '../../../src/components/patroni/answers.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { ask, DATABASES, install, installAll, tell, wait } from './cluster.ts';
import { tenSimulated } from './hosts.ts';

const health = 'https://HOST:2379/health';
const patroni = 'https://HOST:8008/cluster';
const list = { url: 'https://HOST:2379/v2/members' };

async function three(): Promise<SimulatedTransport> {
  const transport = tenSimulated();
  await installAll(transport, ...DATABASES);
  await wait(transport, 60);
  return transport;
}

const roles = async (transport: SimulatedTransport, name: string) =>
  (patroniMembers(await ask(transport, name, { url: patroni })) ?? []).map(({ role }) => role).sort();

const leaderOf = (transport: SimulatedTransport) =>
  transport.world.host('db1').database?.cluster.leader ?? 'none';
const syncOf = (transport: SimulatedTransport) =>
  transport.world.host('db1').database?.cluster.sync ?? 'none';

describe('databases', () => {
  test('the first database does not wait for the other two, and serves no client until there is a quorum', async () => {
    const transport = tenSimulated();
    const { code, lines } = await install(transport, 'db1');
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('Could not finish etcd configuration');
    expect(await ask(transport, 'db1', { url: health })).toEqual({
      kind: 'no-answer',
      cause: 'timeout',
      text: 'timed out',
    });
    expect(await ask(transport, 'db1', { url: patroni })).toEqual({
      kind: 'no-answer',
      cause: 'refused',
      text: 'refused',
    });
    expect(await ask(transport, 'db2', { url: health })).toEqual({
      kind: 'no-answer',
      cause: 'refused',
      text: 'refused',
    });
    expect((await tell(transport, 'db1', 'cfy_manager dbs list')).code).toBe(2);
    await installAll(transport, 'db2');
    expect(etcdHealthy(await ask(transport, 'db1', { url: health }))).toBe(true);
  });

  test('three databases have one leader, one synchronous standby and one replica, and list each other', async () => {
    const transport = await three();
    expect(await roles(transport, 'db3')).toEqual(['leader', 'replica', 'sync_standby']);
    expect(etcdMembers(await ask(transport, 'db2', list))?.map(({ address }) => address)).toEqual([
      '198.51.100.11',
      '198.51.100.12',
      '198.51.100.13',
    ]);
    const { code, out } = await tell(transport, 'db1', 'cfy_manager dbs list');
    expect(code).toBe(0);
    expect(out).toContain('| 198.51.100.11 |');
    expect(out.match(/sync_replica|leader/g)?.sort()).toEqual(['leader', 'sync_replica', 'sync_replica']);
  });

  test('databases installed at the same time form one cluster', async () => {
    const transport = tenSimulated();
    const ends = await Promise.all(DATABASES.map((name) => install(transport, name)));
    await wait(transport, 60);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await roles(transport, 'db1')).toEqual(['leader', 'replica', 'sync_standby']);
  });

  test('if the leader is lost, the synchronous standby becomes leader half a minute later', async () => {
    const transport = await three();
    const [leader, sync] = [leaderOf(transport), syncOf(transport)];
    transport.world.powerOff(leader);
    await wait(transport, 20);
    expect(leaderOf(transport)).toBe(leader);
    await wait(transport, 30);
    expect(leaderOf(transport)).toBe(sync);
    expect(syncOf(transport)).not.toBe(leader);
    expect(await roles(transport, sync)).toEqual(['leader', 'sync_standby']);
    expect((await tell(transport, sync, 'cfy_manager dbs list')).code).toBe(1);
    transport.world.powerOn(leader);
    await wait(transport, 60);
    expect(await roles(transport, leader)).toEqual(['leader', 'replica', 'sync_standby']);
    expect(leaderOf(transport)).toBe(sync);
  });

  test('a leader that is back within half a minute stays leader', async () => {
    const transport = await three();
    const leader = leaderOf(transport);
    transport.world.reboot(leader);
    await wait(transport, 90);
    expect(leaderOf(transport)).toBe(leader);
  });

  test('without a quorum, etcd is unhealthy, Patroni returns its last known state, and no standby is promoted', async () => {
    const transport = await three();
    const [leader, sync] = [leaderOf(transport), syncOf(transport)];
    const left = DATABASES.find((name) => ![leader, sync].includes(name)) ?? '';
    transport.world.powerOff(leader);
    transport.world.powerOff(sync);
    await wait(transport, 120);
    expect(etcdHealthy(await ask(transport, left, { url: health }))).toBe(false);
    expect(etcdMembers(await ask(transport, left, list))).toHaveLength(3);
    expect(await roles(transport, left)).toEqual(['leader', 'replica', 'sync_standby']);
    expect((await tell(transport, left, 'cfy_manager dbs list')).code).toBe(2);
    transport.world.powerOn(leader);
    await wait(transport, 60);
    expect(leaderOf(transport)).toBe(leader);
  });

  test('a member can be stopped, started and removed; the leader cannot be removed', async () => {
    const transport = await three();
    const leader = leaderOf(transport);
    const [one = '', other = ''] = DATABASES.filter((name) => name !== leader);
    const address = (name: string) => transport.world.host(name).spec.privateIp;
    expect((await tell(transport, one, `cfy_manager dbs remove -a ${address(leader)}`)).code).toBe(1);
    await tell(transport, one, 'systemctl stop patroni');
    expect((await tell(transport, other, 'cfy_manager dbs list')).code).not.toBe(0);
    expect((await tell(transport, one, 'systemctl is-active patroni')).out).toBe('inactive\n');
    await tell(transport, one, 'systemctl restart patroni');
    await wait(transport, 60);
    expect((await tell(transport, other, 'cfy_manager dbs list')).code).toBe(0);
    expect((await tell(transport, other, `cfy_manager dbs remove -a ${address(one)}`)).code).toBe(0);
    expect(etcdMembers(await ask(transport, other, list))).toHaveLength(2);
  });

  test('a client without its CA gets a TLS error, and other paths return 404', async () => {
    const transport = await three();
    const session = await transport.connect(transport.world.host('db1').spec);
    const probe = {
      method: 'GET',
      url: 'https://198.51.100.12:2379/health',
      ca: 'another',
      timeoutMs: 5_000,
    } as const;
    expect(await session.request(probe)).toEqual({
      kind: 'no-answer',
      cause: 'certificate-untrusted',
      text: 'the certificate was not issued by the expected CA',
    });
    expect(await ask(transport, 'db1', { url: 'http://HOST:2379/health' })).toMatchObject({
      kind: 'no-answer',
    });
    expect(await ask(transport, 'db1', { url: 'https://HOST:2379/other' })).toMatchObject({ status: 404 });
    expect(await ask(transport, leaderOf(transport), { url: 'https://HOST:8008/' })).toMatchObject({
      status: 200,
    });
    expect(await ask(transport, syncOf(transport), { url: 'https://HOST:8008/' })).toMatchObject({
      status: 503,
    });
    expect(await ask(transport, 'db1', { url: 'https://198.51.100.99:2379/health' })).toEqual({
      kind: 'no-answer',
      cause: 'timeout',
      text: 'timed out',
    });
  });
});
