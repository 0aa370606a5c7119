import type { BrokerMember, SimulatedHost, World } from '../world/state.ts';
import { resolvesTo } from './names.ts';
import { canReach } from './network.ts';
import { isServing, startedUnit, startUnit, stopUnit } from './running.ts';

const START_MS = 6_000;
/** How long mirrors take to be in sync once a node runs. */
const SYNC_MS = 8_000;

/** A node of its own: a cluster of one. What it was before is gone; whoever listed it goes on listing it. */
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
    ...startedUnit(world, START_MS),
  };
  world.record({ host: host.name, kind: 'effect', what: `broker ${host.name} started` });
  return host.broker;
}

/** What stop_app, reset and join_cluster do; start_app comes after. @returns an error text, or undefined */
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

/** Nodes connect to each other in both directions, each by the other's name. */
function isResolvedByAll(world: World, host: SimulatedHost, { cluster }: BrokerMember): boolean {
  const name = host.broker?.node ?? '';
  return [...cluster.nodes].every((node) => {
    const other = hostOfNode(world, node);
    return !other || !isBrokerRunning(world, other) || resolvesTo(world, other, { host, name });
  });
}

/** A reset node leaves the cluster that it was in. */
export function resetBroker(member: BrokerMember): void {
  member.cluster.nodes.delete(member.node);
  member.cluster = { nodes: new Set([member.node]) };
}

export function stopBrokerNode(world: World, host: SimulatedHost): void {
  if (!host.broker || !stopUnit(world, host.broker)) return;
  world.record({ host: host.name, kind: 'effect', what: `broker ${host.name} stopped` });
}

/** @returns an error text, or undefined: one that the others have forgotten does not start again */
export function startBrokerNode(world: World, host: SimulatedHost): string | undefined {
  const { broker } = host;
  const forgotten = broker && inconsistentClusterError(broker);
  if (!broker || forgotten || !startUnit(world, broker, START_MS)) return forgotten;
  broker.appRunning = true;
  world.record({ host: host.name, kind: 'effect', what: `broker ${host.name} started` });
  return undefined;
}

/** What a node that still believes itself in its cluster is told there. */
export function inconsistentClusterError({ node, cluster }: BrokerMember): string | undefined {
  if (cluster.nodes.has(node)) return undefined;
  return `inconsistent_cluster: node rabbit@${node} thinks it's clustered, but the others disagree`;
}

export function hostOfNode(world: World, node: string): SimulatedHost | undefined {
  return [...world.hosts.values()].find((host) => host.broker?.node === node);
}

/**
 * Started, and it sees more than half of its cluster's nodes: pause_minority stops the application otherwise. A node
 * whose application alone is stopped is still seen.
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

/** Nodes that are started and stand still, in a minority. */
export function pausedBrokers(world: World): readonly SimulatedHost[] {
  return [...world.hosts.values()].filter(
    (host) => isAppStarted(world, host) && !isBrokerRunning(world, host),
  );
}

/** A paused node starts its application by itself once it sees the others again. */
export function resumePausedBroker(world: World, host: SimulatedHost): void {
  if (host.broker && isBrokerRunning(world, host)) host.broker.readyAt = world.now() + world.vary(START_MS);
}

/** The nodes of this member's cluster, each with whether it runs, as this member sees them. */
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

/** Does a mirror on this node have all that its queues have? */
export function isMirrorInSync(world: World, node: string): boolean {
  const member = hostOfNode(world, node)?.broker;
  return member !== undefined && isNodeStarted(world, node) && member.readyAt + SYNC_MS <= world.now();
}

/** The product's queues: there are none before its first manager uses the cluster. */
export function queuesOf(world: World, member: BrokerMember): readonly string[] {
  const addresses = [...member.cluster.nodes].map((node) => hostOfNode(world, node)?.spec.privateIp ?? '');
  const isUsed = [...world.hosts.values()].some(({ manager }) =>
    [...(manager?.database.registry.brokers.values() ?? [])].some((address) => addresses.includes(address)),
  );
  return isUsed ? ['cloudify.management', 'cloudify_resource_requests'] : [];
}

/** This node holds the only copy of a queue that is whole. */
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
