import type { BrokerMember, SimulatedHost, World } from '../world/state.ts';
import { resolvesTo } from './names.ts';
import { canReach } from './network.ts';
import { BROKER_PORTS, portTaken, stopWithoutPorts } from './ports.ts';
import { isServing, startedUnit, startUnit, stopUnit } from './running.ts';

/** Time until the mirrors on a started node are in sync. */
const SYNC_MS = 8_000;

/** Starts a node as a one-node cluster and discards its previous state. Nodes that listed this node still list it. */
export function startNewBroker(
  world: World,
  host: SimulatedHost,
  given: Pick<BrokerMember, 'node' | 'user' | 'password' | 'cookie' | 'ca'>,
): BrokerMember {
  const cluster = { nodes: new Set([given.node]) };
  host.broker = {
    ...given,
    cluster,
    appRunning: true,
    alarms: new Set(),
    ...startedUnit(world, 'broker ready'),
  };
  world.record({ host: host.name, kind: 'effect', what: `broker ${host.name} started` });
  stopWithoutPorts(world, host);
  return host.broker;
}

/** Simulates stop_app, reset and join_cluster. The caller runs start_app. @returns an error text, or undefined */
export function joinBroker(world: World, host: SimulatedHost, target: string): string | undefined {
  const joining = host.broker;
  const other = hostOfNode(world, target);
  if (!joining) return 'no node runs here';
  if (!other?.broker || !canReach(world, host, other) || !isBrokerRunning(world, other))
    return `unable to connect to node rabbit@${target}: nodedown`;
  if (!resolvesTo(world, host, { host: other, name: target }))
    return `unable to connect to node rabbit@${target}: non-existing domain`;
  if (!isResolvedByAll(world, host, other.broker))
    return `unable to connect to node rabbit@${target}: nodedown`;
  if (other.broker.cookie !== joining.cookie) return `invalid challenge reply from rabbit@${target}: cookie`;
  if (other.broker.cluster.nodes.has(joining.node) && other.broker.cluster !== joining.cluster)
    return `inconsistent_cluster: node rabbit@${target} thinks it's clustered with node rabbit@${joining.node}`;
  resetBroker(joining);
  joining.cluster = other.broker.cluster;
  joining.cluster.nodes.add(joining.node);
  world.record({ host: host.name, kind: 'effect', what: `broker ${joining.node} joined ${target}` });
  return undefined;
}

/** True if each running node of the cluster resolves the host's name, because nodes connect in both directions by name. */
function isResolvedByAll(world: World, host: SimulatedHost, { cluster }: BrokerMember): boolean {
  const name = host.broker?.node ?? '';
  return [...cluster.nodes].every((node) => {
    const other = hostOfNode(world, node);
    return !other || !isBrokerRunning(world, other) || resolvesTo(world, other, { host, name });
  });
}

/** Removes the node from its cluster and makes it a one-node cluster. */
export function resetBroker(member: BrokerMember): void {
  member.cluster.nodes.delete(member.node);
  member.cluster = { nodes: new Set([member.node]) };
}

export function stopBrokerNode(world: World, host: SimulatedHost): void {
  if (!host.broker || !stopUnit(world, host.broker)) return;
  world.record({ host: host.name, kind: 'effect', what: `broker ${host.name} stopped` });
}

/** Starts a stopped node, unless its cluster has removed it. @returns an error text, or undefined */
export function startBrokerNode(world: World, host: SimulatedHost): string | undefined {
  const { broker } = host;
  const fault = broker && (inconsistentClusterError(broker) ?? portTaken(world, host, BROKER_PORTS));
  if (!broker || fault || !startUnit(world, broker, 'broker ready')) return fault;
  broker.appRunning = true;
  world.record({ host: host.name, kind: 'effect', what: `broker ${host.name} started` });
  return undefined;
}

/** Error that a removed node gets from its former cluster. Undefined if the node is still a member. */
export function inconsistentClusterError({ node, cluster }: BrokerMember): string | undefined {
  if (cluster.nodes.has(node)) return undefined;
  return `inconsistent_cluster: node rabbit@${node} thinks it's clustered, but the others disagree`;
}

export function hostOfNode(world: World, node: string): SimulatedHost | undefined {
  return [...world.hosts.values()].find((host) => host.broker?.node === node);
}

/**
 * True if the node is started and reaches more than half of its cluster's nodes. Otherwise pause_minority pauses it.
 * Nodes whose application alone is stopped are counted as reachable.
 */
export function isBrokerRunning(world: World, host: SimulatedHost): boolean {
  if (!host.broker || !isAppStarted(world, host)) return false;
  const nodes = [...host.broker.cluster.nodes];
  const seen = nodes
    .map((node) => hostOfNode(world, node))
    .filter((other) => other && isNodeVisible(world, host, other));
  return seen.length > nodes.length / 2;
}

function isNodeVisible(world: World, own: SimulatedHost, other: SimulatedHost): boolean {
  return isServing(world, other, other.broker) && canReach(world, own, other);
}

/** Started nodes that are paused because they are in a minority. */
export function pausedBrokers(world: World): readonly SimulatedHost[] {
  return [...world.hosts.values()].filter(
    (host) => isAppStarted(world, host) && !isBrokerRunning(world, host),
  );
}

/** Restarts the application of a paused node if it reaches a majority again. */
export function resumePausedBroker(world: World, host: SimulatedHost): void {
  if (host.broker && isBrokerRunning(world, host))
    host.broker.readyAt = world.now() + world.takes('broker ready');
}

/** Lists the nodes of the member's cluster with their state as this member sees it. */
export function nodesSeenBy(
  world: World,
  member: BrokerMember,
): readonly { node: string; running: boolean }[] {
  const own = hostOfNode(world, member.node);
  const running = (node: string) => {
    const host = hostOfNode(world, node);
    if (!host || host.broker?.cluster !== member.cluster) return false;
    return isAppStarted(world, host) && (!own || canReach(world, own, host));
  };
  return [...member.cluster.nodes].sort().map((node) => ({ node, running: running(node) }));
}

/** True if the mirrors on the node are synchronized with their queues. */
export function isMirrorInSync(world: World, node: string): boolean {
  const member = hostOfNode(world, node)?.broker;
  return member !== undefined && isNodeStarted(world, node) && member.readyAt + SYNC_MS <= world.now();
}

/** Queues of the product. Empty until a manager uses the cluster. */
export function queuesOf(world: World, member: BrokerMember): readonly string[] {
  const addresses = [...member.cluster.nodes].map((node) => hostOfNode(world, node)?.spec.privateIp ?? '');
  const isUsed = [...world.hosts.values()].some(({ manager }) =>
    [...(manager?.database.registry.brokers.values() ?? [])].some((address) => addresses.includes(address)),
  );
  return isUsed ? ['cloudify.management', 'cloudify_resource_requests'] : [];
}

/** True if the node holds the only synchronized copy of a queue. */
export function isMirrorCritical(world: World, member: BrokerMember): boolean {
  const others = [...member.cluster.nodes].filter((node) => node !== member.node);
  return queuesOf(world, member).length > 0 && !others.some((node) => isMirrorInSync(world, node));
}

function isNodeStarted(world: World, node: string): boolean {
  const host = hostOfNode(world, node);
  return host !== undefined && isAppStarted(world, host);
}

function isAppStarted(world: World, host: SimulatedHost): boolean {
  return isServing(world, host, host.broker) && host.broker?.appRunning === true;
}
