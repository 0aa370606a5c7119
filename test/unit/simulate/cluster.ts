import { stringify } from 'yaml';
import type { Answer } from '../../../src/model/health/gate.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { CA, command, connectTo, file, get, job, run, tenSimulated } from './hosts.ts';

/** Passwords of the configurations below. */
export const BROKER = ['cloudify', 'broker-password'] as const;
export const ADMIN = ['admin', 'admin-password'] as const;

const nodes = Object.fromEntries([1, 2, 3].map((n) => [`db${n}`, { ip: `198.51.100.1${n}` }]));
const members = Object.fromEntries(
  [1, 2, 3].map((n) => [`rabbit${n}`, { networks: { default: `198.51.100.2${n}` } }]),
);
const own = {
  cert_path: '/etc/quorate/node.crt',
  key_path: '/etc/quorate/node.key',
  ca_path: '/etc/quorate/ca.crt',
};

/** config.yaml of a role, in the form of the product's accepted examples. */
export function configFor(name: string): Record<string, unknown> {
  const n = name.at(-1);
  if (name.startsWith('db')) return databaseConfig(`198.51.100.1${n}`);
  return name.startsWith('rabbit')
    ? brokerConfig(name, `198.51.100.2${n}`)
    : managerConfig(name, `198.51.100.3${n}`);
}

function databaseConfig(address: string): Record<string, unknown> {
  const etcd = { cluster_token: 'token', root_password: 'root', patroni_password: 'patroni' };
  const cluster = {
    nodes,
    etcd,
    patroni: { rest_password: 'rest' },
    postgres: { replicator_password: 'replica' },
  };
  return {
    manager: { private_ip: address, public_ip: address },
    postgresql_server: { postgres_password: 'postgres', ...own, cluster },
    services_to_install: ['database_service', 'monitoring_service'],
  };
}

function brokerConfig(name: string, address: string): Record<string, unknown> {
  const [username, password] = BROKER;
  const join = name === 'rabbit1' ? {} : { join_cluster: 'rabbit1' };
  return {
    manager: { private_ip: address, public_ip: address },
    rabbitmq: {
      username,
      password,
      ...own,
      cluster_members: members,
      nodename: name,
      erlang_cookie: 'cookie',
      ...join,
    },
    services_to_install: ['queue_service'],
  };
}

function managerConfig(hostname: string, address: string): Record<string, unknown> {
  const [, admin_password] = ADMIN;
  const [username, password] = BROKER;
  return {
    manager: { private_ip: address, public_ip: address, hostname, security: { admin_password } },
    postgresql_server: { ca_path: own.ca_path, cluster: { nodes } },
    postgresql_client: { server_password: 'postgres' },
    rabbitmq: { username, password, ca_path: own.ca_path, cluster_members: members },
    ssl_inputs: {
      ca_cert_path: own.ca_path,
      internal_cert_path: own.cert_path,
      internal_key_path: own.key_path,
    },
    services_to_install: ['manager_service'],
  };
}

/** Writes package, certificates and configuration to a host, as the stage phase does. */
export async function stage(transport: SimulatedTransport, name: string, config: unknown = configFor(name)) {
  const session = await connectTo(transport, name);
  const source = { path: '/workstation/cloudify_7.0.4.deb', sha256: 'abc', size: 1_000 };
  const path = '/var/lib/quorate/packages/cloudify_7.0.4.deb';
  await session.upload({ source, path, mode: 0o600, owner: 'root:root' }, () => undefined);
  await session.change([
    file('/etc/quorate/ca.crt', CA),
    file('/etc/quorate/node.crt', 'certificate'),
    file('/etc/quorate/node.key', 'key'),
    file('/etc/cloudify/config.yaml', typeof config === 'string' ? config : stringify(config)),
    run(`packages install ${path}`),
  ]);
  return session;
}

/** Stages and installs one host. @returns the exit code (undefined if it was killed) and the output */
export async function install(
  transport: SimulatedTransport,
  name: string,
  config: unknown = configFor(name),
) {
  const session = await stage(transport, name, config);
  await session.startJob(job('install', 'cfy_manager install -v'));
  const lines: string[] = [];
  const end = await session.followJob('install', { offset: 0 }, (line) => lines.push(line));
  return { code: end.kind === 'ended' ? end.code : undefined, lines };
}

export async function installAll(transport: SimulatedTransport, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { code, lines } = await install(transport, name);
    if (code !== 0) throw new Error(`${name}: ${lines.join('\n')}`);
  }
}

export const DATABASES = ['db1', 'db2', 'db3'];
export const BROKERS = ['rabbit1', 'rabbit2', 'rabbit3'];
export const MANAGERS = ['manager1', 'manager2', 'manager3'];

/** Installs all nine hosts. */
export async function wholeCluster(): Promise<SimulatedTransport> {
  const transport = tenSimulated();
  await installAll(transport, ...DATABASES, ...BROKERS, ...MANAGERS);
  await transport.world.clock.sleep(60_000);
  return transport;
}

/** Response to a request of a host to itself. */
export async function ask(
  transport: SimulatedTransport,
  name: string,
  what: { readonly url: string; readonly auth?: readonly [string, string] },
): Promise<Answer> {
  const session = await connectTo(transport, name);
  const url = what.url.replace('HOST', transport.world.host(name).spec.privateIp);
  return session.request(get(url, what.auth));
}

/** Exit code and output of one command on a host. */
export async function tell(transport: SimulatedTransport, name: string, text: string) {
  const session = await connectTo(transport, name);
  const [outcome] = await session.change([{ kind: 'run', command: command(text) }]);
  return { code: outcome?.code, out: outcome?.stdout ?? '', err: outcome?.stderr ?? '' };
}

/** Passes time in the world. */
export async function wait(transport: SimulatedTransport, seconds: number): Promise<void> {
  await transport.world.clock.sleep(seconds * 1_000);
  transport.world.catchUp();
}
