import { describe, expect, test } from '@jest/globals';
import { loadInventory } from '../../../src/inventory/load.ts';
import type { Change } from '../../../src/model/change.ts';
import { hostNamed, hostsOf, type Cluster } from '../../../src/model/cluster.ts';
import type { Answer, Answers, MemberAnswers } from '../../../src/model/health/gate.ts';
import type { Facts } from '../../../src/model/host/facts.ts';
import { removeChange } from '../../../src/plan/build/named-change.ts';
import { flowsOf } from '../../../src/platforms/native/checks/flows.ts';
import { hostsReady } from '../../../src/platforms/native/gates/hosts-ready.ts';
import { balancedMembers } from '../../../src/platforms/native/gates/load-balancer.ts';
import { judgeVirtualIp, type AtVirtualIp } from '../../../src/platforms/native/gates/virtual-ip.ts';
import { portsOfHost } from '../../../src/platforms/native/ports.ts';
import { sha256Hex } from '../../../src/simulate/world/random.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { cluster as ten, planOf } from '../../unit/platforms/native/fixture.ts';

const { cluster } = await loadInventory('inventories/native-virtual-ip.yaml', { HOME: '/home/operator' });
const ADDRESS = '10.20.0.10';
const MASKED = '/etc/systemd/system/keepalived.service';
const DEPLOY: Change = { kind: 'deploy' };
const deploy = planOf('deploy', DEPLOY, cluster);
/** Ten hosts, each on a machine of its own. */
const separate: Cluster = { ...ten, virtualIp: { address: ADDRESS, prefixLength: 24, interface: 'eth0' } };
const FACTS: Facts = {
  ...{ machineId: 'm', bootId: 'b', hostname: 'lb1', os: 'debian 12', systemd: 252, clock: 0, clockAsked: 0 },
  ...{ addresses: [], diskFree: {}, memory: 0, listening: [], resolved: {} },
};

async function deployed(of: Cluster): Promise<Stage> {
  const stage = new Stage({ cluster: of, material: materialFor(of) });
  const { finished } = await stage.run(planOf('deploy', DEPLOY, of));
  expect(finished).toMatchObject({ outcome: 'done', problems: [] });
  return stage;
}

describe('the preflight of a load balancer', () => {
  test('needs the interface, with the private address', async () => {
    const stage = new Stage({ cluster, material: materialFor(cluster) });
    for (const name of ['lb1', 'lb2', 'lb3']) {
      const host = stage.world.host(name);
      host.interfaces = { eth0: [], ens18: [host.spec.privateIp] };
    }
    stage.world.host('lb2').interfaces = { eth0: ['10.20.0.12'] };
    const { finished } = await stage.run(deploy);
    const setting = 'load_balancers.virtual_ip.interface is eth0, which does not have';
    expect(finished?.problems.map(({ where, what }) => `${where}: ${String(what)}`)).toEqual([
      expect.stringMatching(`^lb1: .*: ${setting} 10.20.0.11; ens18 has it`),
      expect.stringMatching(`^lb3: .*: ${setting} 10.20.0.13; ens18 has it`),
    ]);
  });

  test('refuses a keepalived of the operator that runs', () => {
    const { queries, args } = hostsReady.queries(separate, materialFor(separate));
    const probes = queries.find(({ host }) => host === 'lb1')?.probes ?? {};
    const [name = ''] = Object.keys(probes).filter((probe) => probe.startsWith('running '));
    expect(probes[name]).toMatchObject({
      command: { program: 'systemctl', args: ['is-active', '--quiet', 'keepalived.service'] },
    });
    const exited = (code: number): Answer => ({ kind: 'exited', code, stdout: '', stderr: '' });
    const linesIf = (code: number) =>
      hostsReady
        .judge({ lb1: { facts: { kind: 'facts', facts: FACTS }, [name]: exited(code) } }, args)
        .seen.filter(({ host }) => host === 'lb1')
        .map(({ line }) => String(line));
    const runs = 'runs keepalived.service, which Quorate does not manage';
    expect(linesIf(0)).toEqual(expect.arrayContaining([expect.stringContaining(runs)]));
    expect(linesIf(3).join()).not.toContain(runs);
  });

  test('accepts a member at a port of HAProxy only on a machine that has this member', () => {
    const at = (of: Cluster, host: string, port: number) =>
      portsOfHost(of, hostNamed(of, host)).find((wanted) => wanted.port === port)?.ours;
    expect(at(separate, 'lb1', 5432)).toEqual(['haproxy']);
    expect(at(separate, 'db1', 5432)).toEqual(['postgres', 'quorate-patroni']);
    expect(at(cluster, 'lb1', 5432)).toEqual(expect.arrayContaining(['haproxy', 'postgres']));
    expect(at(cluster, 'rabbit1', 5671)).toEqual(expect.arrayContaining(['haproxy', 'beam.smp']));
  });

  test('tests no port of the balancers, which bind only the virtual address', async () => {
    const file = 'inventories/native-application.yaml';
    const { cluster: application } = await loadInventory(file, { HOME: '/home/operator' });
    const toBalancers = (of: Cluster) => {
      const balancers = hostsOf(of, 'load_balancer').map(({ name }) => name);
      return flowsOf(of).filter(({ to }) => balancers.includes(to));
    };
    expect(toBalancers(application)).not.toEqual([]);
    expect(toBalancers({ ...application, ...{ virtualIp: separate.virtualIp! } })).toEqual([]);
  });
});

describe('automatic upgrades', () => {
  test('leave HAProxy and keepalived alone on a load balancer', async () => {
    const { world } = await deployed(separate);
    const textOf = (path: `/${string}`) => world.host('lb1').files.get(path)?.content;
    expect(textOf('/etc/apt/apt.conf.d/51quorate-load_balancer')).toContain(
      '{ "^haproxy$"; "^keepalived$"; }',
    );
    const needrestart = textOf('/etc/needrestart/conf.d/quorate-load_balancer.conf');
    for (const unit of ['^quorate-', '^haproxy\\.service$'])
      expect(needrestart).toContain(`{qr(${unit})} = 0;`);
  });
});

describe('a load balancer with a virtual address', () => {
  test('may be held by a load balancer that is unreachable', async () => {
    const { args = {} } = balancedMembers.queries(separate, materialFor(separate));
    const { virtual } = args as { virtual: AtVirtualIp };
    const none: MemberAnswers = { addresses: { kind: 'exited', code: 0, stdout: '', stderr: '' } };
    const lineOf = (answers: Answers) => String(judgeVirtualIp('lb2', virtual, answers).line);
    expect(lineOf({ lb1: {}, lb2: none })).toBe(
      `no reachable load balancer holds ${ADDRESS}; lb1 is unknown`,
    );
    expect(lineOf({ lb1: none, lb2: none })).toBe(`no load balancer holds ${ADDRESS}`);
  });

  test('leaves a unit of keepalived alone that Quorate did not write', async () => {
    const own = {
      content: 'mine',
      mode: 0o644,
      owner: 'root:root',
      size: 4,
      mtime: 0,
      sha256: sha256Hex('mine'),
    };
    const stage = new Stage({ cluster: ten, material: materialFor(ten) });
    stage.world.host('lb1').files.set(MASKED, own);
    await stage.run(planOf('deploy', DEPLOY, ten));
    const change = removeChange(ten, { name: 'lb1', role: 'load_balancer', state: 'running' });
    const { finished } = await stage.run(planOf('remove-load-balancer', change, ten));
    expect(finished).toMatchObject({ outcome: 'done' });
    expect(stage.world.host('lb1').files.get(MASKED)?.content).toBe('mine');
  });

  test('keeps HAProxy at its own address until keepalived accepts its configuration', async () => {
    const stage = await deployed(ten);
    for (const name of ['lb1', 'lb2']) stage.world.host(name).interfaces = { ens18: [] };
    const plan = planOf('deploy', DEPLOY, separate);
    const unchecked = { ...plan, phases: plan.phases.map((phase) => ({ ...phase, gates: [] })) };
    const { finished } = await stage.run(unchecked);
    expect(finished?.outcome).toBe('failed');
    expect(JSON.stringify(finished?.problems)).toContain(
      "interface eth0 for vrrp_instance virtual_ip doesn't exist",
    );
    const { balancer, spec } = stage.world.host('lb1');
    expect(new Set(balancer?.config.addresses)).toEqual(new Set(['127.0.0.1', spec.privateIp]));
  });

  test('returns to a load balancer that lost it and has rebooted since', async () => {
    const stage = await deployed(separate);
    const without = await stage.run(planOf('deploy', DEPLOY, ten));
    expect(without.finished).toMatchObject({ outcome: 'done', problems: [] });
    for (const name of ['lb1', 'lb2']) {
      stage.world.powerOff(name);
      stage.world.powerOn(name);
    }
    const again = await stage.run(planOf('deploy', DEPLOY, separate));
    expect(again.finished).toMatchObject({ outcome: 'done', problems: [] });
  });
});
