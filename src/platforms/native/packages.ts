import type { Cluster } from '../../model/cluster.ts';
import type { Role } from '../../model/names.ts';

/** The version of PostgreSQL in each supported system. */
export const POSTGRESQL_IN: Readonly<Record<string, number>> = { 'debian 12': 15, 'debian 13': 17 };

/** The system, as surveys return it, that offers a version of PostgreSQL. */
export function systemWith(version: number): string | undefined {
  return Object.keys(POSTGRESQL_IN).find((system) => POSTGRESQL_IN[system] === version);
}

/** The packages of Debian that a role needs. HAProxy is installed by the phase of the load balancers. */
export function packagesOf(
  role: Role,
  { version, native }: Pick<Cluster, 'version' | 'native'>,
): readonly string[] {
  switch (role) {
    case 'database':
      return ['etcd-server', 'etcd-client', 'patroni', ...etcdClient(version), `postgresql-${version.major}`];
    case 'broker':
      return ['rabbitmq-server'];
    case 'manager':
      return native?.application?.package === undefined ? [] : [native.application.package];
    case 'load_balancer':
      return [];
  }
}

/**
 * Patroni's client of etcd. On Debian 12, it is the one that apt chooses. On Debian 13, apt chooses the client of Consul,
 * with which Patroni finds no etcd [measured].
 */
function etcdClient({ major }: Cluster['version']): readonly string[] {
  return major > 15 ? ['python3-etcd'] : [];
}
