import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { HostName } from '../../../src/model/names.ts';
import { operator, type Operator, type Seen } from './operator.ts';

jest.setTimeout(60_000);

let who: Operator;
beforeEach(async () => {
  who = await operator();
  expect((await who.quorate('deploy', ['--output', 'plain'])).code).toBe(0);
});
afterEach(() => who.leave());

async function killed(...names: readonly HostName[]): Promise<void> {
  names.forEach((name) => who.hosts.world.powerOff(name));
  await who.clock.sleep(120_000);
}

/** Reads only, within 80 columns; a command is never broken. */
async function recover(...flags: readonly string[]): Promise<Seen> {
  const before = who.hosts.world.applied.length;
  const seen = await who.quorate('recover', flags);
  expect(who.hosts.world.applied.slice(before)).toEqual([]);
  const lines = `${seen.stdout}${flags.length > 0 ? '' : seen.stderr}`.split('\n');
  const isCommand = (line: string) => /^ +\d+\. /.test(line);
  if (flags.length === 0) expect(lines.filter((line) => line.length > 80 && !isCommand(line))).toEqual([]);
  return seen;
}

/** `host: command` of a service's section, as they are numbered. */
function stepsIn({ stdout }: Seen, service: string): readonly string[] {
  const section = stdout.split(/\n\n(?=[A-Z]+\n)/).find((text) => text.startsWith(`${service}\n`)) ?? '';
  const numbered = [...section.matchAll(/^ +(\d+)\. (.*)$/gm)];
  expect(numbered.map(([, number]) => Number(number))).toEqual(numbered.map((_, index) => index + 1));
  return numbered.map(([, , step = '']) => step);
}

describe('recover', () => {
  test('of a healthy cluster prints that nothing is lost, and exits with 0', async () => {
    const { code, stdout, stderr } = await recover();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('etcd: 3 members, 3 healthy, quorum 2: healthy');
    expect(stdout).toContain('Every service has its majority: nothing to recover.');
  });

  test('of an unreachable cluster decides nothing: the network of this machine may be down', async () => {
    await killed(...who.hosts.world.hosts.keys());
    const { code, stdout, stderr } = await recover();
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('so the state of the cluster is unknown');
  });

  test('with a majority left names the host that could not be asked, and exits with 3', async () => {
    await killed('rabbit3');
    const { code, stdout, stderr } = await recover();
    expect(code).toBe(3);
    expect(stdout).toContain('broker: 3 members, 2 running, quorum 2: healthy');
    expect(stdout).toContain('nothing to recover');
    expect(stderr).toMatch(/^rabbit3: cannot connect/);
  });

  test('of brokers without a majority makes the remaining broker a cluster of its own, and adds the others again', async () => {
    await killed('rabbit1', 'rabbit2');
    const seen = await recover();
    expect(seen.code).toBe(10);
    expect(seen.stdout).toContain('broker: 3 members, 0 running, quorum 2: majority lost');
    expect(seen.stdout).toContain(
      '  left: rabbit3\n  unreachable: rabbit1, rabbit2\n  lost: messages of queues',
    );
    expect(stepsIn(seen, 'BROKER')).toEqual([
      'rabbit3: sudo cfy_manager stop -v',
      'rabbit3: sudo rabbitmqctl forget_cluster_node --offline rabbit@rabbit1',
      'rabbit3: sudo rabbitmqctl forget_cluster_node --offline rabbit@rabbit2',
      'rabbit3: sudo cfy_manager start -v',
      'rabbit3: sudo rabbitmqctl cluster_status',
      'manager1: sudo cfy cluster brokers remove rabbit1',
      'manager1: sudo cfy cluster brokers remove rabbit2',
      `here: $EDITOR ${who.inventory}`,
      `here: quorate add-broker ${who.inventory} rabbit1`,
      `here: quorate add-broker ${who.inventory} rabbit2 --address 198.51.100.22`,
      `here: $EDITOR ${who.inventory}`,
    ]);
    expect(seen.stderr).toMatch(/^rabbit1, rabbit2: cannot connect/);
  });

  test('managers that only lack the databases or brokers are to be looked at when those are back', async () => {
    await killed('rabbit1', 'rabbit2');
    const seen = await recover();
    expect(seen.stdout).toContain('manager: 2 members, 0 healthy: hosts reachable, too few members healthy');
    expect(seen.stdout.indexOf('\nBROKER\n')).toBeLessThan(seen.stdout.indexOf('\nMANAGER\n'));
    expect(seen.stdout).toContain(
      '# run this command once databases and brokers are healthy; skip it if the',
    );
    expect(stepsIn(seen, 'MANAGER')).toEqual([
      'manager1: sudo cfy_manager start -v',
      'manager2: sudo cfy_manager start -v',
    ]);
  });

  test('managers that are all down: recover names the snapshot and what is lost', async () => {
    await killed('manager1', 'manager2');
    const seen = await recover();
    expect(seen.code).toBe(10);
    expect(seen.stdout).toContain('manager: 2 members, 0 healthy: no host left');
    expect(seen.stdout).toContain('lost: executions that ran on the managers');
    expect(seen.stdout).toContain('restore a snapshot');
    expect(stepsIn(seen, 'MANAGER')).toEqual([`here: quorate deploy ${who.inventory}`]);
  });

  test('with --output json gives the same to programs', async () => {
    await killed('rabbit1', 'rabbit2');
    const text = stepsIn(await recover(), 'BROKER');
    const { code, stdout } = await recover('--output', 'json');
    expect(code).toBe(10);
    const told = JSON.parse(stdout) as {
      services: {
        recovery: { service: string; state: string };
        steps: { host: string; run: string }[];
      }[];
      unreachable: { where: string }[];
    };
    expect(told.services.map(({ recovery }) => `${recovery.service} ${recovery.state}`)).toEqual([
      'database healthy',
      'broker minority',
      'manager stopped',
    ]);
    expect(told.services[1]?.steps.map(({ host, run }) => `${host}: ${run}`)).toEqual(text);
    expect(told.unreachable.map(({ where }) => where)).toEqual(['rabbit1', 'rabbit2']);
  });
});

describe('recover, of databases without a majority', () => {
  const NOTHING = 'no acknowledged commit';
  const DATABASES = ['db1', 'db2', 'db3'];
  const LEFT = [
    { left: 'the leader', lost: (name: HostName) => `${NOTHING}: ${name} was the leader` },
    { left: 'the synchronous standby', lost: (name: HostName) => `${NOTHING}, if ${name} was the` },
    { left: 'another', lost: (name: HostName) => `the last commits, unless ${name} was the leader` },
  ] as const;

  function named(left: (typeof LEFT)[number]['left']): HostName {
    const { leader, sync } = who.hosts.world.host('db1').database!.cluster;
    const rest = DATABASES.find((name) => name !== leader && name !== sync);
    const name = { 'the leader': leader, 'the synchronous standby': sync, another: rest }[left];
    if (name === undefined) throw new Error(`no database is ${left}`);
    return name;
  }

  test.each(LEFT)(
    'of which only the $left remains, prints the losses and how that database becomes the only member',
    async (one) => {
      const kept = named(one.left);
      const [first = '', second = ''] = DATABASES.filter((name) => name !== kept);
      await killed(first, second);
      const seen = await recover();
      const { privateIp } = who.hosts.world.host(kept).spec;
      const { address } = who.hosts.world.host(second).spec;
      expect(seen.code).toBe(10);
      expect(seen.stdout).toContain('etcd: 3 members, 0 healthy, quorum 2: majority lost');
      expect(seen.stdout).toContain(
        `  left: ${kept}\n  unreachable: ${first}, ${second}\n  lost: ${one.lost(kept)}`,
      );
      const patronictl = 'sudo -u postgres /opt/patroni/bin/patronictl -c /etc/patroni.conf';
      const on = [
        'sudo cfy_manager stop -v',
        'sudo cp -a /var/lib/etcd /var/lib/etcd.before',
        'echo ETCD_FORCE_NEW_CLUSTER=true | sudo tee -a /etc/etcd/etcd.conf',
        'sudo cfy_manager start -v',
        'sudo sed -i /^ETCD_FORCE_NEW_CLUSTER/d /etc/etcd/etcd.conf',
        `${patronictl} list`,
        `${patronictl} failover --candidate pg${privateIp.replaceAll('.', '_')} --force`,
      ];
      expect(stepsIn(seen, 'DATABASE')).toEqual([
        ...on.map((run) => `${kept}: ${run}`),
        `manager1: sudo cfy_manager dbs remove -a ${address}`,
        `manager2: sudo cfy_manager dbs remove -a ${address}`,
        `here: $EDITOR ${who.inventory}`,
        `here: quorate add-database ${who.inventory} ${first}`,
        `here: quorate add-database ${who.inventory} ${second} --address ${address}`,
        `here: $EDITOR ${who.inventory}`,
      ]);
    },
  );
});
