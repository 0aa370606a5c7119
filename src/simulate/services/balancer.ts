import { fileText } from '../world/host.ts';
import type { BalancerConfig, BalancerSection, SimulatedHost, World } from '../world/state.ts';
import { isRestServing } from './manager.ts';
import { isApplicationServing } from '../native/application.ts';
import { isBrokerRunning } from './broker.ts';
import { isStandbyStreaming } from './database.ts';
import { canReach } from './network.ts';
import { balancerPorts, portTaken } from './ports.ts';
import { isServing, startedUnit, startUnit, stopUnit } from './running.ts';

type Server = BalancerSection['servers'][number];

const BALANCER_CONFIG = '/etc/haproxy/haproxy.cfg';
const BALANCER_CA = '/etc/haproxy/ca.crt';
/** Time until the first health checks have passed. Servers are initializing until then. */
const FIRST_CHECK_MS = 2_000;
const SECTIONS = [
  'global',
  'defaults',
  'frontend',
  'backend',
  'listen',
  'peers',
  'program',
  'resolvers',
  'userlist',
];

/** Returns the error that `haproxy -c` would print, or undefined. Knows section names and certificate files, but not every keyword. */
export function configError(host: SimulatedHost, text: string | undefined, path: string): string | undefined {
  if (text === undefined)
    return `[ALERT] Could not open configuration file ${path} : No such file or directory`;
  const lines = text.split('\n');
  const bad = lines.findIndex(
    (line) => /^[a-z]/i.test(line) && !SECTIONS.includes(line.split(/\s/)[0] ?? ''),
  );
  if (bad !== -1)
    return `[ALERT] parsing [${path}:${bad + 1}] : unknown keyword '${lines[bad]}' out of section.`;
  const missing = [...text.matchAll(/\b(?:crt|ca-file) (\/\S+)/g)].find(
    ([, file]) => !host.files.has(file as `/${string}`),
  );
  return missing
    ? `[ALERT] parsing [${path}] : unable to stat SSL certificate from file '${missing[1]}'.`
    : undefined;
}

/** @returns an error text, or undefined if HAProxy runs */
export function startBalancer(world: World, host: SimulatedHost): string | undefined {
  const text = fileText(host, BALANCER_CONFIG);
  const error = configError(host, text, BALANCER_CONFIG);
  if (error) return error;
  const config = readConfig(text ?? '', fileText(host, BALANCER_CA) ?? '');
  const fault = portTaken(world, host, balancerPorts(config)) ?? bindError(host, config);
  if (fault) return fault;
  if (!host.balancer) {
    host.balancer = {
      config,
      stickTable: new Map(),
      nextServer: 0,
      ...startedUnit(world, 'load balancer ready'),
    };
  } else if (!startUnit(world, host.balancer, 'load balancer ready')) {
    return undefined;
  }
  host.balancer.config = config;
  world.record({ host: host.name, kind: 'effect', what: `balancer ${host.name} started` });
  return undefined;
}

/** Refuses an invalid configuration and keeps running with the old one, as `systemctl reload` does. */
export function reloadBalancer(world: World, host: SimulatedHost): string | undefined {
  const text = fileText(host, BALANCER_CONFIG);
  const error = configError(host, text, BALANCER_CONFIG);
  if (error || !host.balancer?.running) return error ?? 'haproxy.service is not active, cannot reload.';
  const config = readConfig(text ?? '', fileText(host, BALANCER_CA) ?? '');
  const fault = bindError(host, config);
  if (fault) return fault;
  host.balancer.config = config;
  if (!config.keepsStickTable) host.balancer.stickTable.clear();
  world.record({ host: host.name, kind: 'effect', what: `balancer ${host.name} reloaded` });
  return undefined;
}

/** HAProxy binds an address of another host only if the kernel allows it. */
function bindError({ spec, bindsForeign }: SimulatedHost, { addresses }: BalancerConfig): string | undefined {
  const own = [spec.privateIp, spec.publicIp, '127.0.0.1'];
  const foreign = bindsForeign ? undefined : addresses.find((address) => !own.includes(address));
  return foreign && `[ALERT] cannot bind socket (Cannot assign requested address) for [${foreign}]`;
}

export function stopBalancer(world: World, host: SimulatedHost): void {
  if (!host.balancer || !stopUnit(world, host.balancer)) return;
  host.balancer.stickTable.clear();
  world.record({ host: host.name, kind: 'effect', what: `balancer ${host.name} stopped` });
}

/** Chooses the server for a client: its previous server if that is up, otherwise the next one in rotation. */
export function serverFor(world: World, host: SimulatedHost, client: string): Server | undefined {
  const member = host.balancer;
  if (!member || !isServing(world, host, member)) return undefined;
  const up = serversOf(member.config).filter((server) => !server.disabled && isServerUp(world, host, server));
  const kept = up.find((server) => server.name === member.stickTable.get(client));
  const chosen = kept ?? up[member.nextServer % Math.max(1, up.length)];
  if (!kept) member.nextServer += 1;
  if (chosen) member.stickTable.set(client, chosen.name);
  return chosen;
}

/** The host of a server that is up behind a port of HAProxy. */
export function serverBehind(world: World, host: SimulatedHost, port: number): SimulatedHost | undefined {
  const { balancer } = host;
  if (!balancer || !isServing(world, host, balancer)) return undefined;
  const section = balancer.config.sections.find(({ ports }) => ports.includes(port));
  const up = section?.servers.find((server) => isServerUp(world, host, { ...server, section: section.name }));
  return [...world.hosts.values()].find(
    ({ name, spec }) => spec.privateIp === up?.address && name === up.name,
  );
}

function serversOf(config: BalancerConfig): readonly Server[] {
  return config.sections.find((section) => section.servers.length > 0)?.servers ?? [];
}

/** True if HAProxy's check of a server passes. The check expects 401, which any running REST service returns. */
export function isServerUp(
  world: World,
  own: SimulatedHost,
  { address, section = 'manager' }: { readonly address: string; readonly section?: string },
): boolean {
  if (own.balancer && own.balancer.readyAt + FIRST_CHECK_MS > world.now()) return false;
  const passes = CHECKS[section] ?? isRestServing;
  return [...world.hosts.values()].some(
    (host) =>
      [host.spec.privateIp, host.spec.publicIp].includes(address) &&
      canReach(world, own, host) &&
      passes(world, host),
  );
}

/** The health checks of the native platform, by section. All other sections check a manager. */
const CHECKS: Readonly<Record<string, (world: World, host: SimulatedHost) => boolean>> = {
  leader: (world, host) =>
    isServing(world, host, host.database) && host.database?.cluster.leader === host.name,
  standbys: (world, host) =>
    isServing(world, host, host.database) &&
    host.database?.cluster.leader !== host.name &&
    isStandbyStreaming(world, host),
  brokers: isBrokerRunning,
  application: isApplicationServing,
};

function readConfig(text: string, ca: string): BalancerConfig {
  const blocks = text.split(/^(?=(?:listen|frontend|backend|peers) )/m);
  const sections = blocks
    .filter((block) => !block.startsWith('peers ') && /^(listen|frontend|backend) /.test(block))
    .map((block) => ({
      name: block.split(/\s+/)[1] ?? '',
      ports: portsIn(block),
      servers: [...block.matchAll(/^\s+server (\S+) (?:\[([^\]]+)\]|([^\s:]+))(.*)/gm)].map(
        ([, name = '', six, address = '', options = '']) => ({
          ...{ name, address: six ?? address, disabled: options.split(' ').includes('disabled') },
        }),
      ),
    }));
  return {
    sections,
    ports: portsIn(text),
    addresses: [...text.matchAll(/^\s+bind ([\d.]+):\d+/gm)].map(([, address = '']) => address),
    ca,
    keepsStickTable: /^peers /m.test(text) && /stick-table .*\bpeers\b/.test(text),
  };
}

function portsIn(text: string): readonly number[] {
  return [...text.matchAll(/^\s+bind \S*:(\d+)/gm)].map(([, port]) => Number(port));
}
