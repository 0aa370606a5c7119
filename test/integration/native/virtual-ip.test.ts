import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readInventory } from '../../../src/inventory/read.ts';
import { hostNamed, type Cluster } from '../../../src/model/cluster.ts';
import type { Change } from '../../../src/model/change.ts';
import { reveal } from '../../../src/model/secret.ts';
import { requiredPairs } from '../../../src/certificates/check/pairs.ts';
import { removeChange } from '../../../src/plan/build/named-change.ts';
import { applicationEnvironment } from '../../../src/platforms/native/config/application.ts';
import { balancerConfig } from '../../../src/platforms/native/config/haproxy.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import { Stage, stepsOf } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { holdersOf, stopKeepalived } from '../../../src/simulate/native/keepalived.ts';
import { cluster as ten, planOf } from '../../unit/platforms/native/fixture.ts';

const FILE = 'inventories/native-virtual-ip.yaml';
const text = readFileSync(FILE, 'utf8');
const { cluster } = await loadInventory(FILE, { HOME: '/home/operator' });
const ADDRESS = '10.20.0.10';
const MASKED = '/etc/systemd/system/keepalived.service';
const PAIRS = {
  external: new Set<string>(),
  superuser: false,
  namesPublicIp: false,
  databaseClient: 'postgres',
};
const DEPLOY: Change = { kind: 'deploy' };
const deploy = planOf('deploy', DEPLOY, cluster);
/** Ten hosts, each on a machine of its own. */
const separate: Cluster = { ...ten, virtualIp: { address: ADDRESS, prefixLength: 24, interface: 'eth0' } };

function problemsOf(changed: string): readonly string[] {
  const context = { path: 'inventory.yaml', directory: '/work', home: '/root', env: {} };
  return readInventory(changed, context).problems.map(({ what }) => String(what));
}

async function deployed(of: Cluster = cluster): Promise<Stage> {
  const stage = new Stage({ cluster: of, material: materialFor(of) });
  const { finished } = await stage.run(planOf('deploy', DEPLOY, of));
  expect(finished).toMatchObject({ outcome: 'done', problems: [] });
  return stage;
}

const changed = (run: Awaited<ReturnType<Stage['run']>>) =>
  run.events.flatMap((event) =>
    event.kind === 'step.finished' && event.outcome !== 'unchanged' ? [event.step] : [],
  );

const holders = ({ world }: Stage) => holdersOf(world, ADDRESS).map(({ name }) => name);

/** The lines of the gate about each load balancer. */
async function gateLines(stage: Stage, plan = deploy): Promise<readonly string[]> {
  const { events } = await stage.run(plan);
  return events.flatMap((event) =>
    event.kind === 'gate.finished' && event.gate === 'load-balancer'
      ? event.verdict.seen.map(({ line }) => String(line))
      : [],
  );
}

describe('load_balancers.virtual_ip in an inventory', () => {
  const at = (address: string) => text.replace(`address: ${ADDRESS}\n`, `address: ${address}\n`);

  test('is an unused IPv4 address in the network of at least two load balancers', () => {
    expect(problemsOf(text)).toEqual([]);
    expect(problemsOf(at('10.20.0.12'))).toEqual(['db2 already has the address 10.20.0.12']);
    expect(problemsOf(at('10.20.1.10'))).toEqual(
      [11, 12, 13].map((n) => `lb${n - 10} (10.20.0.${n}) is not in the network of 10.20.1.10/24`),
    );
    expect(problemsOf(at('10.20.0.0'))).toEqual([
      '10.20.0.0 is the first or the last address of the network 10.20.0.0/24',
    ]);
    expect(problemsOf(at('10.20.0.255'))).toEqual([
      '10.20.0.255 is the first or the last address of the network 10.20.0.255/24',
    ]);
    const wide = (address: string) => at(address).replace('prefix_length: 24', 'prefix_length: 23');
    expect([...problemsOf(wide('10.20.0.255')), ...problemsOf(wide('10.20.1.0'))]).toEqual([]);
    const network = text.replace(
      'name: rabbit1, address: 10.20.0.11 }',
      `name: rabbit1, address: 10.20.0.11, networks: { tenants: ${ADDRESS} } }`,
    );
    expect(problemsOf(network)).toContain(`rabbit1 already has the address ${ADDRESS}`);
    expect(problemsOf(at('10.20.1.10').replace('prefix_length: 24', 'prefix_length: 16'))).toEqual([]);
    expect(problemsOf(at('"2001:db8::10"'))).toEqual(['2001:db8::10 is not an IPv4 address']);
    expect(problemsOf(text.replace(/.*name: lb[23].*\n/g, ''))).toEqual([
      'a virtual address needs two load balancers, but 1 is listed',
    ]);
  });

  test('needs an interface, and is refused on the Cloudify platform', () => {
    expect(problemsOf(text.replace(/ {4}interface: eth0\n/, ''))).toHaveLength(1);
    const cloudify = readFileSync('inventories/three-each.yaml', 'utf8').replace(
      'load_balancers:\n',
      `load_balancers:\n  virtual_ip: { address: 10.20.0.99, interface: eth0 }\n`,
    );
    expect(problemsOf(cloudify)).toContain('virtual_ip is not supported on this platform');
  });

  test('takes the usual ports, which an application on the same machine cannot have', async () => {
    const application = readFileSync('inventories/native-application.yaml', 'utf8');
    const virtual = application.replace(
      'load_balancers:\n',
      `load_balancers:\n  virtual_ip: { address: ${ADDRESS}, interface: eth0 }\n`,
    );
    expect(problemsOf(virtual)).toEqual([]);
    expect(problemsOf(virtual.replace('port: 8080', 'port: 8443'))).toEqual([]);
    for (const port of [443, 5433])
      expect(problemsOf(virtual.replace('port: 8080', `port: ${port}`))[0]).toMatch(
        new RegExp(`share a machine, and both need port ${port}$`),
      );
  });
});

describe('the addresses that clients use', () => {
  test('are the virtual one, which the certificates of databases and brokers name', () => {
    const config = balancerConfig(cluster, hostNamed(cluster, 'lb1'));
    for (const port of [5432, 5433, 5671]) expect(config).toContain(`    bind ${ADDRESS}:${port}\n`);
    const environment = reveal(applicationEnvironment(cluster, materialFor(cluster)));
    expect(environment).toContain(`QUORATE_POSTGRESQL_LEADER=${ADDRESS}:5432\n`);
    expect(environment).toContain(`QUORATE_POSTGRESQL_STANDBYS=${ADDRESS}:5433\n`);
    expect(environment).toContain(`QUORATE_AMQP=${ADDRESS}:5671\n`);
    const naming = requiredPairs(cluster, PAIRS)
      .filter(({ kind, requiredNames }) => kind === 'own' && requiredNames.addresses.includes(ADDRESS))
      .map(({ host }) => host);
    expect(naming).toEqual(['db1', 'db2', 'db3', 'rabbit1', 'rabbit2', 'rabbit3']);
  });
});

describe('a virtual address on simulated hosts', () => {
  test('is held by one load balancer after a deploy, and a second deploy changes nothing', async () => {
    const stage = await deployed();
    expect(await gateLines(stage)).toEqual([
      expect.stringMatching(`; holds ${ADDRESS}$`),
      expect.stringMatching(`; reaches ${ADDRESS}$`),
      expect.stringMatching(`; reaches ${ADDRESS}$`),
    ]);
    expect(changed(await stage.run(deploy))).toEqual([]);
  });

  test('is never bound before the kernel allows it', async () => {
    const stage = await deployed();
    const started = stage.world.applied.filter(({ what }) =>
      /systemd-sysctl \/etc\/sysctl.d\/60-quorate|balancer lb1 started/.test(what),
    );
    expect(started.map(({ what }) => what).filter((what, i, all) => all.indexOf(what) === i)[0]).toContain(
      'systemd-sysctl',
    );
  });

  test('is reported if two load balancers hold it, which happens only while they do not reach each other', async () => {
    const stage = await deployed(separate);
    stage.world.partition('lb1', 'lb2');
    expect(await gateLines(stage, planOf('deploy', DEPLOY, separate))).toEqual([
      `holds ${ADDRESS}, which lb2 also holds`,
      `holds ${ADDRESS}, which lb1 also holds`,
    ]);
    stage.world.heal('lb1', 'lb2');
    expect(holders(stage)).toEqual(['lb1']);
  });

  test('is reported if no load balancer holds it', async () => {
    const stage = await deployed(separate);
    const plan = planOf('deploy', DEPLOY, separate);
    const isStart = /start-keepalived$/;
    const stopped = {
      ...plan,
      phases: plan.phases.map((phase) => ({
        ...phase,
        lanes: phase.lanes.map((lane) => ({
          ...lane,
          steps: lane.steps.filter(({ id }) => !isStart.test(id)),
        })),
      })),
    };
    for (const name of ['lb1', 'lb2']) stopKeepalived(stage.world, stage.world.host(name));
    const none = `no load balancer holds ${ADDRESS}`;
    expect(await gateLines(stage, stopped)).toEqual([none, none]);
  });

  test('moves when its holder goes down, and stays when that returns', async () => {
    const stage = await deployed(separate);
    expect(holders(stage)).toEqual(['lb1']);
    stage.world.powerOff('lb1');
    expect(holders(stage)).toEqual(['lb2']);
    stage.world.powerOn('lb1');
    expect(stage.world.host('lb1').keepalived?.running).toBe(true);
    expect(holders(stage)).toEqual(['lb2']);
  });

  test('leaves a removed load balancer, which the others no longer name', async () => {
    const stage = await deployed();
    const change = removeChange(cluster, { name: 'lb1', role: 'load_balancer', state: 'running' });
    const removed = await stage.run(planOf('remove-load-balancer', change, cluster));
    expect(removed.finished).toMatchObject({ outcome: 'done', problems: [] });
    expect(stepsOf(removed, 'changed')).toEqual(expect.arrayContaining(['remove/lb1/stop-keepalived']));
    expect(changed(removed)).toEqual(
      expect.arrayContaining([
        'load-balancers/lb2/reload-keepalived',
        'load-balancers/lb3/reload-keepalived',
      ]),
    );
    const files = [...stage.world.host('lb1').files.keys()];
    expect(
      files.filter(
        (path) => /keepalived|virtual-ip|quorate-load_balancer/.test(path) && !/^\/usr/.test(path),
      ),
    ).toEqual([MASKED]);
    expect(stage.world.host('lb2').files.get('/etc/keepalived/quorate.conf')?.content).not.toContain(
      '10.20.0.11',
    );
  });

  test('can be added to a cluster and removed from it', async () => {
    const plain = { ...cluster };
    delete (plain as { virtualIp?: unknown }).virtualIp;
    const stage = await deployed(plain);
    expect((await stage.run(deploy)).finished).toMatchObject({ outcome: 'done', problems: [] });
    expect(holders(stage)).toHaveLength(1);
    const without = planOf('deploy', DEPLOY, plain);
    expect((await stage.run(without)).finished).toMatchObject({ outcome: 'done', problems: [] });
    expect(holders(stage)).toEqual([]);
    expect(changed(await stage.run(without))).toEqual([]);
  });

  test('needs two load balancers, so that the last but one is not removed', () => {
    const two = { ...cluster, hosts: cluster.hosts.filter(({ name }) => name !== 'lb3') };
    const remove = () => removeChange(two, { name: 'lb2', role: 'load_balancer', state: 'running' });
    expect(remove).toThrow('without lb2, one load balancer would remain, and virtual_ip needs two');
  });
});
