import { textOf } from '../world/host.ts';
import type { BalancerConfig, BalancerSection, SimulatedHost, World } from '../world/state.ts';
import { restAnswers } from './manager.ts';
import { sees } from './network.ts';
import { answers, startedUnit, startUnit, stopUnit } from './running.ts';

type Server = BalancerSection['servers'][number];

export const BALANCER_CONFIG = '/etc/haproxy/haproxy.cfg';
const BALANCER_CA = '/etc/haproxy/ca.crt';
/** systemctl returns once it says that it is ready. */
const START_MS = 0;
/** Until its checks have passed, servers are only initialising. */
const CHECKED_MS = 2_000;
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

/** As `haproxy -c` says it; undefined when nothing is wrong. Knows sections, not every keyword. */
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

/** @returns an error text, or undefined when it runs */
export function startBalancer(world: World, host: SimulatedHost): string | undefined {
  const text = textOf(host, BALANCER_CONFIG);
  const error = configError(host, text, BALANCER_CONFIG);
  if (error) return error;
  const config = readConfig(text ?? '', textOf(host, BALANCER_CA) ?? '');
  if (!host.balancer) {
    host.balancer = { config, table: new Map(), turn: 0, ...startedUnit(world, START_MS) };
  } else if (!startUnit(world, host.balancer, START_MS)) {
    return undefined;
  }
  host.balancer.config = config;
  world.note({ host: host.name, kind: 'effect', what: `balancer ${host.name} started` });
  return undefined;
}

/** A bad configuration is refused and the old one goes on, as with `systemctl reload`. */
export function reloadBalancer(world: World, host: SimulatedHost): string | undefined {
  const text = textOf(host, BALANCER_CONFIG);
  const error = configError(host, text, BALANCER_CONFIG);
  if (error || !host.balancer?.running) return error ?? 'haproxy.service is not active, cannot reload.';
  host.balancer.config = readConfig(text ?? '', textOf(host, BALANCER_CA) ?? '');
  if (!host.balancer.config.keepsTable) host.balancer.table.clear();
  world.note({ host: host.name, kind: 'effect', what: `balancer ${host.name} reloaded` });
  return undefined;
}

export function stopBalancer(world: World, host: SimulatedHost): void {
  if (!host.balancer || !stopUnit(world, host.balancer)) return;
  host.balancer.table.clear();
  world.note({ host: host.name, kind: 'effect', what: `balancer ${host.name} stopped` });
}

/** The server for a client: the one it had while that is up, else the next in turn. */
export function serverFor(world: World, host: SimulatedHost, client: string): Server | undefined {
  const member = host.balancer;
  if (!member || !answers(world, host, member)) return undefined;
  const up = serversOf(member.config).filter(
    (server) => !server.disabled && isUp(world, host, server.address),
  );
  const kept = up.find((server) => server.name === member.table.get(client));
  const chosen = kept ?? up[member.turn % Math.max(1, up.length)];
  if (!kept) member.turn += 1;
  if (chosen) member.table.set(client, chosen.name);
  return chosen;
}

function serversOf(config: BalancerConfig): readonly Server[] {
  return config.sections.find((section) => section.servers.length > 0)?.servers ?? [];
}

/** A check that wants 401 passes when the manager's REST service answers. */
export function isUp(world: World, own: SimulatedHost, address: string): boolean {
  if (own.balancer && own.balancer.since + CHECKED_MS > world.now()) return false;
  return [...world.hosts.values()].some(
    (host) =>
      [host.spec.privateIp, host.spec.publicIp].includes(address) &&
      sees(world, own, host) &&
      restAnswers(world, host),
  );
}

function readConfig(text: string, ca: string): BalancerConfig {
  const blocks = text.split(/^(?=(?:listen|frontend|backend|peers) )/m);
  const sections = blocks
    .filter((block) => !block.startsWith('peers ') && /^(listen|frontend|backend) /.test(block))
    .map((block) => ({
      name: block.split(/\s+/)[1] ?? '',
      servers: [...block.matchAll(/^\s+server (\S+) (?:\[([^\]]+)\]|([^\s:]+))(.*)/gm)].map(
        ([, name = '', six, address = '', options = '']) => ({
          ...{ name, address: six ?? address, disabled: options.split(' ').includes('disabled') },
        }),
      ),
    }));
  const ports = [...text.matchAll(/^\s+bind \S*:(\d+)/gm)].map(([, port]) => Number(port));
  return { sections, ports, ca, keepsTable: /^peers /m.test(text) && /stick-table .*\bpeers\b/.test(text) };
}
