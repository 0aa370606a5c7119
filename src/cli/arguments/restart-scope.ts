import { UsageError } from '../../errors/errors.ts';
import { hostsOf, type Cluster } from '../../model/cluster.ts';
import type { HostName, Role } from '../../model/names.ts';
import { about, withDown, type Clusters } from '../../plan/build/clusters.ts';

/** @throws UsageError when there is nobody to restart */
export function restarted(cluster: Cluster, role: Role | undefined, down: readonly HostName[]): Clusters {
  const named = role === undefined ? [] : hostsOf(cluster, role).filter(({ name }) => !down.includes(name));
  if (role !== undefined && named.length === 0) {
    const but = down.length > 0 ? ', but those that are down' : '';
    const what = `the inventory has no ${role.replace('_', ' ')} hosts to restart${but}`;
    throw new UsageError([{ what, next: 'leave --role out, or name another' }]);
  }
  return withDown(about(cluster, named), down);
}

/** @throws UsageError when there is no database, or none of that name */
export function switched(cluster: Cluster, to: HostName | undefined): Clusters {
  const named = to === undefined ? [] : [{ name: to, role: 'database' as const }];
  if (hostsOf(cluster, 'database').length > 0) return about(cluster, named);
  const what = 'the inventory has no database hosts: the lead of an external service is its own business';
  throw new UsageError([{ what, next: 'quorate status INVENTORY' }]);
}
