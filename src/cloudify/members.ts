import { hostsOf, type Cluster, type Host } from '../model/cluster.ts';
import type { Service } from '../model/names.ts';

/** The cluster before and after a command: the same for deploy. */
export interface TwoClusters {
  readonly now: Cluster;
  readonly next: Cluster;
}

/** A broker's node name without `rabbit@`, cut at the first dot unless long names are used (rabbit.py, 144-165). */
export function brokerNode(cluster: Cluster, host: Host): string {
  return cluster.brokerLongNames ? host.hostname : (host.hostname.split('.')[0] ?? host.hostname);
}

/**
 * The member that a host joins, or undefined for the one that founds: the first of the inventory, unless the host is
 * being added to members that are there already. A re-imaged first broker must never found a second cluster.
 */
export function memberToJoin({ now, next }: TwoClusters, host: Host, service: Service): Host | undefined {
  const others = (cluster: Cluster) => hostsOf(cluster, service).filter((other) => other.name !== host.name);
  const isMember = now.hosts.some((member) => member.name === host.name);
  if (!isMember) return others(now)[0] ?? firstBefore(next, host, service);
  return firstBefore(next, host, service);
}

function firstBefore(cluster: Cluster, host: Host, service: Service): Host | undefined {
  const first = hostsOf(cluster, service)[0];
  return first?.name === host.name ? undefined : first;
}
