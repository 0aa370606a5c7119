import { exec, remove } from '../../lab/containers.ts';
import { findHost, hostsOf, tenHosts, type LabHost } from '../../lab/hosts.ts';
import { reset } from '../../lab/lab.ts';
import { until } from '../../lab/shell.ts';

export interface Command {
  /** `add-broker rabbit4` */
  readonly words: readonly string[];
  /** Who the members are afterwards. */
  readonly hosts: readonly LabHost[];
  /** What happens to the hosts before. */
  readonly before?: () => Promise<void>;
}

const address = (name: string) => findHost(name).address;

export const grown = (...names: readonly string[]): readonly LabHost[] => [
  ...tenHosts,
  ...names.map(findHost),
];

interface Follower {
  readonly role: 'leader' | 'sync_standby' | 'replica';
  readonly state: string;
  readonly host: string;
}

/** What Patroni tells of the databases, on whichever of the ten answers first. */
async function patroniMembers(): Promise<readonly Follower[]> {
  const urls = hostsOf('database', tenHosts).map((one) => `https://${one.address}:8008/cluster`);
  const curl = urls.map((url) => `curl -skf -m 5 ${url}`).join(' || ');
  const { stdout } = await exec('rabbit1', ['sh', '-c', curl]);
  return (JSON.parse(stdout) as { members: readonly Follower[] }).members;
}

/** The first database of this role by now, by the name of its host. */
async function databaseNow(role: Follower['role']): Promise<string> {
  const members = await patroniMembers();
  const found = members.find((member) => member.role === role);
  const host = tenHosts.find((one) => one.address === found?.host);
  if (!host) throw new Error(`none of the ten is ${role}: ${JSON.stringify(members)}`);
  return host.name;
}

/** How the others tell that one of its role is gone; each takes a while to. */
const MISSED: Readonly<Record<LabHost['role'], (name: string) => Promise<boolean>>> = {
  database: async (name) => {
    const still = (await patroniMembers()).find(({ host }) => host === address(name));
    return still === undefined || !/running|streaming/.test(still.state);
  },
  broker: async (name) => {
    const { stdout } = await exec('rabbit1', ['rabbitmqctl', 'cluster_status', '--formatter', 'json']);
    const { running_nodes: running = [] } = JSON.parse(stdout) as { running_nodes?: readonly string[] };
    return !running.includes(`rabbit@${name}`);
  },
  manager: async (name) => {
    const { stdout } = await exec('lb1', ['curl', '-s', 'http://127.0.0.1:8404/stats;csv']);
    const servers = stdout.split('\n').filter((line) => line.split(',')[1] === `manager_${address(name)}`);
    return servers.length > 0 && servers.every((line) => line.includes(',DOWN'));
  },
  load_balancer: () => Promise.resolve(true),
};

/** What becomes of its machine; the others take half a minute to see that it is gone. */
async function dies(name: string, machine: () => Promise<void>): Promise<void> {
  await machine();
  const missed = MISSED[findHost(name).role];
  await until(`the others miss ${name}`, 120, async () => ((await missed(name)) ? true : undefined));
}

const replaced = (name: string): Command => ({
  words: ['replace-host', name],
  hosts: tenHosts,
  /** A bare one takes its place. */
  before: () => dies(name, () => reset({ yes: true, hosts: [name] })),
});

/** It comes, its machine is taken away, and it is removed without being asked. */
const gone = (kind: string, name: string): readonly Command[] => [
  { words: [`add-${kind}`, name, '--address', address(name)], hosts: grown(name) },
  {
    words: [`remove-${kind}`, name, '--lost'],
    hosts: tenHosts,
    before: () => dies(name, () => remove([name])),
  },
];

/** Another comes, the leader goes and comes back, the other goes again. */
async function ofLeader(): Promise<readonly Command[]> {
  const leader = await databaseNow('leader');
  return [
    { words: ['add-database', 'db4', '--address', address('db4')], hosts: grown('db4') },
    { words: ['remove-database', leader], hosts: grown('db4').filter(({ name }) => name !== leader) },
    { words: ['add-database', leader, '--address', address(leader)], hosts: grown('db4') },
    { words: ['remove-database', 'db4'], hosts: tenHosts },
  ];
}

type Scenario = readonly Command[] | (() => Promise<readonly Command[]>);

export async function commandsOf(name: string): Promise<readonly Command[]> {
  const scenario = SCENARIOS[name] ?? [];
  return typeof scenario === 'function' ? scenario() : scenario;
}

/** Every command of day 2, in groups that leave the cluster as it was. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  broker: [
    { words: ['add-broker', 'rabbit4', '--address', address('rabbit4')], hosts: grown('rabbit4') },
    { words: ['remove-broker', 'rabbit4'], hosts: tenHosts },
  ],
  manager: [
    { words: ['add-manager', 'manager4', '--address', address('manager4')], hosts: grown('manager4') },
    { words: ['remove-manager', 'manager4'], hosts: tenHosts },
  ],
  switchover: [{ words: ['switchover'], hosts: tenHosts }],
  'switchover to': async () => [
    { words: ['switchover', '--to', await databaseNow('sync_standby')], hosts: tenHosts },
  ],
  'reinit-database': async () => [
    { words: ['reinit-database', await databaseNow('replica')], hosts: tenHosts },
  ],
  'restart database': [{ words: ['restart', '--role', 'database'], hosts: tenHosts }],
  'restart broker': [{ words: ['restart', '--role', 'broker'], hosts: tenHosts }],
  'restart manager': [{ words: ['restart', '--role', 'manager'], hosts: tenHosts }],
  database: [
    { words: ['add-database', 'db4', '--address', address('db4')], hosts: grown('db4') },
    { words: ['remove-database', 'db4'], hosts: tenHosts },
  ],
  balancer: [
    { words: ['add-load-balancer', 'lb2', '--address', address('lb2')], hosts: grown('lb2') },
    { words: ['remove-load-balancer', 'lb2'], hosts: tenHosts },
  ],
  'gone broker': gone('broker', 'rabbit4'),
  'gone database': gone('database', 'db4'),
  'gone manager': gone('manager', 'manager4'),
  'gone balancer': gone('load-balancer', 'lb2'),
  'replaced database': async () => [replaced(await databaseNow('replica'))],
  'replaced broker': [replaced('rabbit3')],
  'replaced manager': [replaced('manager3')],
  'leading database': ofLeader,
};
