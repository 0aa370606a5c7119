import { describe, expect, test } from '@jest/globals';
import {
  alarmsInEffect,
  brokerNodes,
  checkFails,
  unsynchronizedQueues,
} from '../../../src/components/rabbitmq/answers.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { ask, BROKER, BROKERS, configFor, install, installAll, tell, wait, wholeCluster } from './cluster.ts';
import { tenSimulated } from './hosts.ts';

const of = (path: string) => ({ url: `https://HOST:15671/api/${path}`, auth: BROKER });
const check = (name: string) => of(`health/checks/${name}`);

async function three(): Promise<SimulatedTransport> {
  const transport = tenSimulated();
  await installAll(transport, ...BROKERS);
  await wait(transport, 30);
  return transport;
}

const running = async (transport: SimulatedTransport, name: string) =>
  (brokerNodes(await ask(transport, name, of('nodes'))) ?? [])
    .filter((node) => node.running)
    .map((node) => node.name);

describe('brokers', () => {
  test('the first broker bootstraps, the other two join, and each lists all three', async () => {
    const transport = await three();
    for (const name of BROKERS) expect(await running(transport, name)).toEqual(BROKERS);
    const effects = transport.world.applied
      .filter(({ what }) => what.includes('joined'))
      .map(({ what }) => what);
    expect(effects).toEqual(['broker rabbit2 joined rabbit1', 'broker rabbit3 joined rabbit1']);
    const { out } = await tell(transport, 'rabbit1', 'cfy_manager brokers list');
    expect(out).toContain('| rabbit@rabbit3 | True |  |');
  });

  test('joining a missing broker, or with a different cookie, fails and names the reason', async () => {
    const transport = tenSimulated();
    const { code, lines } = await install(transport, 'rabbit2');
    expect(code).toBe(1);
    expect(lines.at(-1)).toContain('ERROR - ClusteringError: unable to connect to node rabbit@rabbit1');
    await installAll(transport, 'rabbit1');
    const rabbitmq = { ...(configFor('rabbit3')['rabbitmq'] as object), erlang_cookie: 'another' };
    const other = await install(transport, 'rabbit3', { ...configFor('rabbit3'), rabbitmq });
    expect(other.lines.at(-1)).toContain('cookie');
  });

  test('requires the password, and does not know other paths', async () => {
    const transport = await three();
    const wrong = { url: 'https://HOST:15671/api/nodes', auth: ['cloudify', 'wrong'] as const };
    expect(await ask(transport, 'rabbit1', wrong)).toMatchObject({ status: 401 });
    expect(await ask(transport, 'rabbit1', of('vhosts'))).toMatchObject({ status: 404 });
    expect(await ask(transport, 'rabbit1', check('other'))).toMatchObject({ status: 404 });
  });

  test('a node in the minority pauses, and its management interface is down until it resumes', async () => {
    const transport = await three();
    transport.world.powerOff('rabbit2');
    expect(await running(transport, 'rabbit1')).toEqual(['rabbit1', 'rabbit3']);
    transport.world.powerOff('rabbit3');
    expect(await ask(transport, 'rabbit1', of('nodes'))).toEqual({
      kind: 'no-answer',
      cause: 'refused',
      text: 'refused',
    });
    expect((await tell(transport, 'rabbit1', 'rabbitmqctl cluster_status')).code).toBe(69);
    transport.world.powerOn('rabbit3');
    await wait(transport, 30);
    expect(await running(transport, 'rabbit1')).toEqual(['rabbit1', 'rabbit3']);
  });

  test('the node list, the health check and the product report alarms', async () => {
    const transport = await three();
    expect(alarmsInEffect(await ask(transport, 'rabbit1', check('alarms')))).toEqual([]);
    transport.world.host('rabbit2').broker?.alarms.add('mem_alarm');
    expect(alarmsInEffect(await ask(transport, 'rabbit1', check('alarms')))).toEqual(['memory on rabbit2']);
    const nodes = brokerNodes(await ask(transport, 'rabbit1', of('nodes')));
    expect(nodes?.map((node) => node.memoryAlarm)).toEqual([false, true, false]);
    expect((await tell(transport, 'rabbit2', 'rabbitmq-diagnostics check_local_alarms')).code).toBe(69);
    expect((await tell(transport, 'rabbit1', 'rabbitmq-diagnostics -q check_local_alarms')).code).toBe(0);
    expect((await tell(transport, 'rabbit1', 'cfy_manager brokers list')).out).toContain('mem_alarm');
  });

  test('a node with the only synchronized copy of a queue is critical until another one has synchronized', async () => {
    const transport = await wholeCluster();
    const critical = async () =>
      checkFails(await ask(transport, 'rabbit1', check('node-is-mirror-sync-critical')));
    const unsynchronized = async () =>
      unsynchronizedQueues(await ask(transport, 'rabbit1', of('queues?columns=name')));
    expect([await critical(), await unsynchronized()]).toEqual([false, 0]);
    expect(checkFails(await ask(transport, 'rabbit1', check('node-is-quorum-critical')))).toBe(false);
    for (const name of ['rabbit2', 'rabbit3'])
      await tell(transport, name, 'systemctl restart rabbitmq-server');
    await tell(transport, 'rabbit2', 'rabbitmqctl await_startup');
    await tell(transport, 'rabbit3', 'rabbitmqctl await_startup');
    expect([await critical(), await unsynchronized()]).toEqual([true, 2]);
    expect(
      (await tell(transport, 'rabbit1', 'rabbitmq-diagnostics check_if_node_is_mirror_sync_critical')).code,
    ).toBe(69);
    await wait(transport, 30);
    expect([await critical(), await unsynchronized()]).toEqual([false, 0]);
  });

  test('a node can be removed only if it is stopped, and only by a running node', async () => {
    const transport = await three();
    const forget = 'rabbitmqctl forget_cluster_node rabbit@rabbit3';
    expect((await tell(transport, 'rabbit1', forget)).err).toContain('must be stopped first');
    expect((await tell(transport, 'rabbit1', 'cfy_manager brokers remove -r rabbit3')).code).toBe(1);
    await tell(transport, 'rabbit3', 'systemctl stop rabbitmq-server');
    expect((await tell(transport, 'rabbit1', 'cfy_manager brokers remove -r rabbit3')).code).toBe(0);
    expect((await tell(transport, 'rabbit1', 'cfy_manager brokers remove -r rabbit3')).code).toBe(1);
    expect((await tell(transport, 'rabbit1', forget)).err).toContain('is not in the cluster');
    expect(await running(transport, 'rabbit1')).toEqual(['rabbit1', 'rabbit2']);
  });

  test('stop_app, reset, join_cluster and start_app do the same as an installation', async () => {
    const transport = await three();
    const ctl = (text: string) => tell(transport, 'rabbit3', `rabbitmqctl ${text}`);
    expect((await ctl('reset')).code).toBe(70);
    expect((await ctl('join_cluster rabbit@rabbit1')).code).toBe(70);
    expect((await ctl('stop_app')).code).toBe(0);
    expect((await ctl('reset')).code).toBe(0);
    expect(await running(transport, 'rabbit1')).toEqual(['rabbit1', 'rabbit2']);
    expect((await ctl('join_cluster rabbit@rabbit1')).code).toBe(0);
    expect((await ctl('start_app')).code).toBe(0);
    const status = await tell(transport, 'rabbit1', 'rabbitmqctl -q --formatter json cluster_status');
    expect(JSON.parse(status.out)).toMatchObject({
      running_nodes: ['rabbit@rabbit1', 'rabbit@rabbit2', 'rabbit@rabbit3'],
      partitions: {},
    });
    for (const text of ['stop_app', 'start_app', 'await_startup']) {
      await tell(transport, 'rabbit2', 'systemctl stop rabbitmq-server');
      expect((await tell(transport, 'rabbit2', `rabbitmqctl ${text}`)).code).toBe(69);
    }
  });
});
