import type { Cluster } from '../../../src/model/cluster.ts';
import type { PlatformName, Role } from '../../../src/model/names.ts';
import { hostOfNode } from '../../../src/simulate/services/broker.ts';
import { isServing } from '../../../src/simulate/services/running.ts';
import type { AppliedChange, SimulatedHost, World } from '../../../src/simulate/world/state.ts';

/** Checks the invariants at each change of the world. Returns the list to which it adds each violation. */
export function watchWorld(world: World, cluster: Cluster): readonly string[] {
  const seen: string[] = [];
  const successes = new Set<string>();
  const repeatable = REPEATABLE[cluster.platform];
  const note = world.record.bind(world);
  world.record = (applied) => {
    note(applied);
    const found = [
      ...(applied.kind === 'effect'
        ? [...quorumLost(world), ...bothStopped(world, applied), ...portTaken(applied)]
        : []),
      ...(applied.kind === 'job' ? outOfOrder(world, cluster, applied) : []),
      ...(applied.kind === 'ended' ? twice(successes, repeatable, applied) : []),
    ];
    for (const what of found) seen.push(`${time(world)} ${applied.host} ${applied.what}: ${what}`);
  };
  return seen;
}

/**
 * Jobs that may succeed twice. On the native platform, the start of a joining database is requested and then awaited, and
 * the removal stops units that may be stopped already.
 */
const REPEATABLE: Readonly<Record<PlatformName, readonly string[]>> = {
  cloudify: ['remove-broker'],
  native: ['remove-broker', 'remove-database', 'install-database'],
};

function time(world: World): string {
  return new Date(world.now()).toISOString().slice(11, 19);
}

type What = Omit<AppliedChange, 'at'>;

/** Reports each bootstrapped cluster in which no majority of the members is running. */
function quorumLost(world: World): readonly string[] {
  const hosts = [...world.hosts.values()];
  const databases = bootstrapped(hosts, 'database')?.database?.cluster.members.map(({ address }) =>
    hosts.find((host) => host.database?.address === address),
  );
  const nodes = [...(bootstrapped(hosts, 'broker')?.broker?.cluster.nodes ?? [])];
  const brokers = nodes.map((node) => hostOfNode(world, node));
  const lost = (of: readonly (SimulatedHost | undefined)[], runs: (host: SimulatedHost) => boolean) =>
    of.length > 0 && of.filter((host) => host && runs(host)).length <= of.length / 2;
  return [
    ...(lost(databases ?? [], (host) => isServing(world, host, host.database))
      ? ['etcd lost its quorum']
      : []),
    ...(lost(brokers, (host) => isServing(world, host, host.broker) && host.broker?.appRunning === true)
      ? ['RabbitMQ lost its majority']
      : []),
  ];
}

/** Reports a member that stops while another listed member of its service is stopped. */
function bothStopped(world: World, { host: name, what }: What): readonly string[] {
  const [, service] = /^(database|broker|manager) \S+ stopped$/.exec(what) ?? [];
  const others = [...world.hosts.values()].filter((host) => host.name !== name && isCounted(host));
  const stopped = others.filter(({ spec, database, broker, manager }) => {
    const unit = { database, broker, manager }[service ?? ''];
    return spec.role === service && unit && !(unit.running && broker?.appRunning !== false);
  });
  return stopped.length > 0 ? [`${stopped.map((host) => host.name).join(', ')} is stopped as well`] : [];
}

/** Reports a temporary listener that keeps a service from starting. */
function portTaken({ what }: What): readonly string[] {
  return /address already in use|^listens temporarily/.test(what) ? ['a port of the service is taken'] : [];
}

/** True if the cluster still lists this member. */
function isCounted({ database, broker, manager }: SimulatedHost): boolean {
  if (database) return database.cluster.members.some(({ address }) => address === database.address);
  if (broker) return broker.cluster.nodes.has(broker.node);
  return manager !== undefined && manager.database.registry.managers.has(manager.hostname);
}

function bootstrapped(
  hosts: readonly SimulatedHost[],
  service: 'database' | 'broker',
): SimulatedHost | undefined {
  return hosts.find(
    (host) => host[service] && host.files.has(`/var/lib/quorate/receipts/bootstrapped/${service}`),
  );
}

/** Roles that must be installed before a role's first host. */
const BEFORE: Readonly<Record<Role, readonly Role[]>> = {
  database: [],
  broker: [],
  manager: ['database', 'broker'],
  load_balancer: ['manager'],
};

function outOfOrder(world: World, cluster: Cluster, { host: name, what }: What): readonly string[] {
  if (!/cfy_manager (install|configure)|install haproxy/.test(what)) return [];
  const own = cluster.hosts.find((host) => host.name === name);
  if (!own) return [];
  const sameRole = cluster.hosts.filter(({ role }) => role === own.role);
  const isFirst = sameRole[0]?.name === name;
  const earlier = [
    ...cluster.hosts.filter(({ role }) => BEFORE[own.role].includes(role)),
    ...(isFirst || own.role === 'database' || own.role === 'load_balancer' ? [] : sameRole.slice(0, 1)),
  ];
  const missing = earlier.filter((host) => !isInstalled(world, host.name)).map((host) => host.name);
  const needed = missing.length > 0 ? [`before ${missing.join(', ')} is installed`] : [];
  const again = isInstalled(world, name) ? ['on a host that has its marker'] : [];
  return [...needed, ...again];
}

function isInstalled(world: World, name: string): boolean {
  const files = world.hosts.get(name)?.files.keys() ?? [];
  return [...files].some((path) => path.startsWith('/etc/cloudify/.installed'));
}

/** Reports a job that succeeds twice on a host. Cleaning up an incomplete installation may be needed again. */
function twice(successes: Set<string>, repeated: readonly string[], { host, what }: What): readonly string[] {
  const [job = '', code] = what.split(' ');
  const key = `${host} ${job}`;
  if (code !== '0' || repeated.includes(job)) return [];
  const again = successes.has(key);
  successes.add(key);
  return again ? ['done twice'] : [];
}
