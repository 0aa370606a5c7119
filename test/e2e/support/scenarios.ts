import { exec, remove } from '../../lab/containers.ts';
import { findHost, hostsOf, tenHosts, type LabHost } from '../../lab/hosts.ts';
import { reset } from '../../lab/lab.ts';
import { until } from '../../lab/shell.ts';

export interface Command {
  /** For example `add-broker rabbit4`. */
  readonly args: readonly string[];
  /** Members after the command. */
  readonly hosts: readonly LabHost[];
  /** Prepares the hosts. */
  readonly before?: () => Promise<void>;
}

const address = (name: string) => findHost(name).address;

export const tenHostsAnd = (...names: readonly string[]): readonly LabHost[] => [
  ...tenHosts,
  ...names.map(findHost),
];

interface PatroniMember {
  readonly role: 'leader' | 'sync_standby' | 'replica';
  readonly state: string;
  readonly host: string;
}

/** The databases as Patroni lists them. Queries the ten hosts until one responds. */
async function patroniMembers(): Promise<readonly PatroniMember[]> {
  const urls = hostsOf('database', tenHosts).map((one) => `https://${one.address}:8008/cluster`);
  const curl = urls.map((url) => `curl -skf -m 5 ${url}`).join(' || ');
  const { stdout } = await exec('rabbit1', ['sh', '-c', curl]);
  return (JSON.parse(stdout) as { members: readonly PatroniMember[] }).members;
}

/** Host name of the first database that has the given Patroni role now. */
async function databaseWithRole(role: PatroniMember['role']): Promise<string> {
  const members = await patroniMembers();
  const found = members.find((member) => member.role === role);
  const host = tenHosts.find((one) => one.address === found?.host);
  if (!host) throw new Error(`no database has the role ${role}: ${JSON.stringify(members)}`);
  return host.name;
}

/** True if the remaining members report that a host is down. Each role takes a while to detect it. */
const DETECTED_DOWN: Readonly<Record<LabHost['role'], (name: string) => Promise<boolean>>> = {
  database: async (name) => {
    const listed = (await patroniMembers()).find(({ host }) => host === address(name));
    return listed === undefined || !/running|streaming/.test(listed.state);
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

/** Takes a machine down, and waits until the other members report it. This takes about half a minute. */
async function takeDown(name: string, machine: () => Promise<void>): Promise<void> {
  await machine();
  const isDetected = DETECTED_DOWN[findHost(name).role];
  await until(`the other members report that ${name} is down`, 120, async () =>
    (await isDetected(name)) ? true : undefined,
  );
}

const replace = (name: string): Command => ({
  args: ['replace-host', name],
  hosts: tenHosts,
  /** Replaces the machine with an empty one. */
  before: () => takeDown(name, () => reset({ yes: true, hosts: [name] })),
});

/** Adds a host, deletes its machine, and removes the host without contacting it. */
const removeLost = (kind: string, name: string): readonly Command[] => [
  { args: [`add-${kind}`, name, '--address', address(name)], hosts: tenHostsAnd(name) },
  {
    args: [`remove-${kind}`, name, '--lost'],
    hosts: tenHosts,
    before: () => takeDown(name, () => remove([name])),
  },
];

/** Adds db4, removes the leader, adds it again, and removes db4. */
async function removeLeader(): Promise<readonly Command[]> {
  const leader = await databaseWithRole('leader');
  return [
    { args: ['add-database', 'db4', '--address', address('db4')], hosts: tenHostsAnd('db4') },
    { args: ['remove-database', leader], hosts: tenHostsAnd('db4').filter(({ name }) => name !== leader) },
    { args: ['add-database', leader, '--address', address(leader)], hosts: tenHostsAnd('db4') },
    { args: ['remove-database', 'db4'], hosts: tenHosts },
  ];
}

type Scenario = readonly Command[] | (() => Promise<readonly Command[]>);

export async function commandsOf(name: string): Promise<readonly Command[]> {
  const scenario = SCENARIOS[name] ?? [];
  return typeof scenario === 'function' ? scenario() : scenario;
}

/** All day-2 commands, in groups that leave the members as they were. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  broker: [
    { args: ['add-broker', 'rabbit4', '--address', address('rabbit4')], hosts: tenHostsAnd('rabbit4') },
    { args: ['remove-broker', 'rabbit4'], hosts: tenHosts },
  ],
  manager: [
    { args: ['add-manager', 'manager4', '--address', address('manager4')], hosts: tenHostsAnd('manager4') },
    { args: ['remove-manager', 'manager4'], hosts: tenHosts },
  ],
  switchover: [{ args: ['switchover'], hosts: tenHosts }],
  'switchover to': async () => [
    { args: ['switchover', '--to', await databaseWithRole('sync_standby')], hosts: tenHosts },
  ],
  'reinit-database': async () => [
    { args: ['reinit-database', await databaseWithRole('replica')], hosts: tenHosts },
  ],
  'restart database': [{ args: ['restart', '--role', 'database'], hosts: tenHosts }],
  'restart broker': [{ args: ['restart', '--role', 'broker'], hosts: tenHosts }],
  'restart manager': [{ args: ['restart', '--role', 'manager'], hosts: tenHosts }],
  database: [
    { args: ['add-database', 'db4', '--address', address('db4')], hosts: tenHostsAnd('db4') },
    { args: ['remove-database', 'db4'], hosts: tenHosts },
  ],
  balancer: [
    { args: ['add-load-balancer', 'lb2', '--address', address('lb2')], hosts: tenHostsAnd('lb2') },
    { args: ['remove-load-balancer', 'lb2'], hosts: tenHosts },
  ],
  'lost broker': removeLost('broker', 'rabbit4'),
  'lost database': removeLost('database', 'db4'),
  'lost manager': removeLost('manager', 'manager4'),
  'lost balancer': removeLost('load-balancer', 'lb2'),
  'replaced database': async () => [replace(await databaseWithRole('replica'))],
  'replaced broker': [replace('rabbit3')],
  'replaced manager': [replace('manager3')],
  'database leader': removeLeader,
};
