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
  NETWORK,
  nativeHosts,
  nativeHostsOf,
  nativeSpare,
  type NativeHost,
  type NativeRole,
} from './hosts.ts';

const IMAGE = 'quorate-lab-native';
const directory = join(paths.lab, 'native');

export const nativePaths = {
  directory,
  knownHosts: join(paths.lab, 'native_known_hosts'),
  inventory: join(directory, 'inventory.yaml'),
  certificates: join(directory, 'certificates'),
} as const;

/** Starts empty hosts of Debian 12, and removes those of an earlier run. */
export async function startNativeHosts(
  options: Partial<EngineOptions> = {},
  hosts: readonly NativeHost[] = nativeHosts,
): Promise<void> {
  const { yes = true, say = sayOnStderr } = options;
  await ensureEngine({ yes, say });
  await ensureImage({ name: IMAGE, suite: 'bookworm', packages: 'native.sh' }, { yes, say });
  await removeNativeHosts();
  say(`starting ${hosts.length} empty hosts …`);
  await must(['docker', 'network', 'create', '--subnet', NETWORK.subnet, NETWORK.name]);
  const known = hosts.map(ensureHostFiles);
  writeFileSync(nativePaths.knownHosts, `${known.join('\n')}\n`, { mode: 0o644 });
  await Promise.all(hosts.map(start));
  const names = hosts.map(({ name }) => name);
  await ready(names, 120);
}

/**
 * Starts the hosts of the tutorial, which are the usual ones and a spare. With names, recreates only these hosts, as empty
 * hosts with the same keys. @throws LabError for an unknown name
 */
export async function upNative(
  names: readonly string[],
  options: Partial<EngineOptions> = {},
): Promise<void> {
  const all = [...nativeHosts, nativeSpare];
  if (names.length === 0) return startNativeHosts(options, all);
  const chosen = all.filter(({ name }) => names.includes(name));
  if (chosen.length < names.length)
    throw new LabError(`no such host; the hosts are ${all.map(({ name }) => name).join(', ')}`);
  await run(['docker', 'rm', '--force', '--volumes', ...names]);
  await Promise.all(chosen.map(start));
  await ready(names, 120);
}

/** The options of docker-compose.test.yml. */
const LIKE_A_HOST: readonly string[] = [
  ...['--cap-add', 'SYS_ADMIN', '--cap-add', 'NET_ADMIN'],
  ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
  ...['--tmpfs', '/run', '--tmpfs', '/run/lock', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup:ro'],
];

async function start({ name, address }: NativeHost): Promise<void> {
  const place = ['--name', name, '--hostname', name, '--network', NETWORK.name, '--ip', address];
  await must(['docker', 'create', ...place, ...LIKE_A_HOST, IMAGE]);
  await must(['docker', 'cp', `${paths.hostFiles(name)}/.`, `${name}:/etc/ssh/`]);
  await must(['docker', 'start', name]);
}

/** Removes the hosts and their network. */
export async function removeNativeHosts(): Promise<void> {
  const names = [...nativeHosts, nativeSpare].map(({ name }) => name);
  await run(['docker', 'rm', '--force', '--volumes', ...names]);
  await run(['docker', 'network', 'rm', NETWORK.name]);
}

const SERVICES: readonly string[] = [
  'native:',
  '  postgresql:',
  '    version: 15',
  '    users: [{ name: shop }, { name: monitoring, roles: [pg_monitor] }]',
  '    databases: [{ name: shop, owner: shop }]',
  '  rabbitmq:',
  '    vhosts: [orders]',
  '    users: [{ name: shop, permissions: [{ vhost: orders, configure: .* }] }]',
  '    policies: [{ name: limit, vhost: orders, pattern: .*, definition: { max-length: 1000000 } }]',
];

/** Creates the inventory of the hosts with new certificates and secrets, as an operator does. */
export async function createNativeCluster(): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o700 });
  const listed = (role: NativeRole) =>
    nativeHostsOf(role).map(({ name, address }) => `    - { name: ${name}, address: ${address} }`);
  const lines = [
    ...['name: native', ...SERVICES],
    ...['ssh:', '  user: operator', `  identity: ${paths.key}`, `  known_hosts: ${nativePaths.knownHosts}`],
    ...['tls: { directory: certificates }', 'secrets: { file: secrets.age, identity: identity.txt }'],
    ...['databases:', '  hosts:', ...listed('database')],
    ...['brokers:', '  hosts:', ...listed('broker')],
    ...['load_balancers:', '  hosts:', ...listed('load_balancer')],
  ];
  writeFileSync(nativePaths.inventory, `${lines.join('\n')}\n`, { mode: 0o600 });
  const program = [process.execPath, '--import', 'tsx', 'src/cli/quorate.ts'];
  await must([...program, 'secrets', 'generate', nativePaths.inventory]);
  await must([...program, 'certificates', 'issue', nativePaths.inventory]);
}
