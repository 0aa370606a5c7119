// Options of Docker: cspell:ignore seccomp
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureHostFiles } from '../access.ts';
import { ready } from '../containers.ts';
import { ensureEngine, type EngineOptions } from '../engine.ts';
import { ensureImage } from '../image.ts';
import { paths } from '../paths.ts';
import { LabError, must, run, sayOnStderr } from '../shell.ts';
import {
  debian12,
  debian13,
  machinesOf,
  NETWORK,
  nativeHostsOf,
  nativeSpare,
  type NativeHost,
  type NativeLab,
  type NativeRole,
} from './hosts.ts';

const directory = join(paths.lab, 'native');

export const nativePaths = {
  directory,
  knownHosts: join(paths.lab, 'native_known_hosts'),
  inventory: join(directory, 'inventory.yaml'),
  certificates: join(directory, 'certificates'),
} as const;

/** Starts the empty machines of a lab, and removes those of an earlier run. */
export async function startNativeHosts(
  options: Partial<EngineOptions> = {},
  lab: NativeLab = debian12,
): Promise<void> {
  const { yes = true, say = sayOnStderr } = options;
  await ensureEngine({ yes, say });
  const { image: name, suite } = lab;
  const machines = machinesOf(lab.hosts);
  await ensureImage({ name, suite, packages: 'native.sh' }, { yes, say });
  await removeNativeHosts();
  say(`starting ${machines.length} empty hosts …`);
  await must(['docker', 'network', 'create', '--subnet', NETWORK.subnet, NETWORK.name]);
  const known = machines.map(filesOf);
  writeFileSync(nativePaths.knownHosts, `${known.join('\n')}\n`, { mode: 0o644 });
  await startMachines(machines, lab);
}

function filesOf({ container, address }: NativeHost): string {
  return ensureHostFiles({ name: container, address });
}

async function startMachines(machines: readonly NativeHost[], { image }: NativeLab): Promise<void> {
  await Promise.all(machines.map((machine) => start(machine, image)));
  await ready(
    machines.map(({ container }) => container),
    120,
  );
}

/** Recreates the machine of a host as an empty one with the same address and keys. */
export async function recreateMachine(host: NativeHost, lab: NativeLab): Promise<void> {
  await run(['docker', 'rm', '--force', '--volumes', host.container]);
  await startMachines([host], lab);
}

/**
 * Starts the hosts of the tutorial, which are the usual ones and a spare. With names, recreates only these hosts, as empty
 * hosts with the same keys. @throws LabError for an unknown name
 */
export async function upNative(
  names: readonly string[],
  options: Partial<EngineOptions> = {},
): Promise<void> {
  const all = [...debian12.hosts, nativeSpare];
  if (names.length === 0) return startNativeHosts(options, { ...debian12, hosts: all });
  const chosen = all.filter(({ name }) => names.includes(name));
  if (chosen.length < names.length)
    throw new LabError(`no such host; the hosts are ${all.map(({ name }) => name).join(', ')}`);
  await Promise.all(chosen.map((host) => recreateMachine(host, debian12)));
}

/** The options of docker-compose.test.yml. */
const LIKE_A_HOST: readonly string[] = [
  ...['--cap-add', 'SYS_ADMIN', '--cap-add', 'NET_ADMIN'],
  ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
  ...['--tmpfs', '/run', '--tmpfs', '/run/lock', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup:ro'],
  // A container cannot change settings of the kernel, so that it has this one from the start.
  ...['--sysctl', 'net.ipv4.ip_nonlocal_bind=1'],
];

async function start({ container: name, address }: NativeHost, image: string): Promise<void> {
  const place = ['--name', name, '--hostname', name, '--network', NETWORK.name, '--ip', address];
  await must(['docker', 'create', ...place, ...LIKE_A_HOST, image]);
  await must(['docker', 'cp', `${paths.hostFiles(name)}/.`, `${name}:/etc/ssh/`]);
  await must(['docker', 'start', name]);
}

/** Removes the hosts of all native labs and their network. */
export async function removeNativeHosts(): Promise<void> {
  const machines = machinesOf([...debian12.hosts, nativeSpare, ...debian13.hosts]);
  const names = machines.map(({ container }) => container);
  await run(['docker', 'rm', '--force', '--volumes', ...names]);
  await run(['docker', 'network', 'rm', NETWORK.name]);
}

const servicesOf = ({ postgresql }: NativeLab): readonly string[] => [
  'native:',
  '  postgresql:',
  `    version: ${postgresql}`,
  '    users: [{ name: shop }, { name: monitoring, roles: [pg_monitor] }]',
  '    databases: [{ name: shop, owner: shop }]',
  '  rabbitmq:',
  '    vhosts: [orders]',
  '    users: [{ name: shop, permissions: [{ vhost: orders, configure: .* }] }]',
  '    policies: [{ name: limit, vhost: orders, pattern: .*, definition: { max-length: 1000000 } }]',
];

/** Creates the inventory of the hosts with new certificates and secrets, as an operator does. */
export async function createNativeCluster(lab: NativeLab = debian12): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o700 });
  const listed = (role: NativeRole) => nativeHostsOf(role, lab).map((host) => `    - ${entryOf(host, lab)}`);
  const lines = [
    ...['name: native', ...servicesOf(lab)],
    ...['ssh:', '  user: operator', `  identity: ${paths.key}`, `  known_hosts: ${nativePaths.knownHosts}`],
    ...['tls: { directory: certificates }', 'secrets: { file: secrets.age, identity: identity.txt }'],
    ...['databases:', '  hosts:', ...listed('database')],
    ...['brokers:', '  hosts:', ...listed('broker')],
    ...['load_balancers:', ...virtualIpOf(lab), '  hosts:', ...listed('load_balancer')],
  ];
  writeFileSync(nativePaths.inventory, `${lines.join('\n')}\n`, { mode: 0o600 });
  const program = [process.execPath, '--import', 'tsx', 'src/cli/quorate.ts'];
  await must([...program, 'secrets', 'generate', nativePaths.inventory]);
  await must([...program, 'certificates', 'issue', nativePaths.inventory]);
}

function virtualIpOf({ virtualIp }: NativeLab): readonly string[] {
  return virtualIp === undefined ? [] : [`  virtual_ip: { address: ${virtualIp}, interface: eth0 }`];
}

/** An entry of the inventory. The hostname of a shared machine is written with its first host. */
function entryOf(host: NativeHost, { hosts }: NativeLab): string {
  const { name, container, address } = host;
  const hostname = machinesOf(hosts).includes(host) && container !== name ? `, hostname: ${container}` : '';
  return `{ name: ${name}, address: ${address}${hostname} }`;
}
