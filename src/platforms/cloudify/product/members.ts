import type { Clusters } from '../../../model/change.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import type { Service } from '../../../model/names.ts';

/** A broker's node name without `rabbit@`, cut at the first dot unless long names are used (rabbit.py, 144-165). */
export function brokerNodeName(cluster: Cluster, host: Host): string {
  return cluster.brokerLongNames ? host.hostname : (host.hostname.split('.')[0] ?? host.hostname);
}

/** Whether a host is among the members before the command: not, when it is being added. */
export function isMember({ before }: Clusters, host: Host): boolean {
  return before.hosts.some((member) => member.name === host.name);
}

/**
 * The member that a host joins, or undefined for the one that bootstraps: the first of the inventory, unless the host is
 * being added to members that are there already. A re-imaged first broker must never found a second cluster.
 */
export function memberToJoin(clusters: Clusters, host: Host, service: Service): Host | undefined {
  const present = isMember(clusters, host) ? undefined : hostsOf(clusters.before, service)[0];
  const first = present ?? hostsOf(clusters.after, service)[0];
  return first?.name === host.name ? undefined : first;
}
