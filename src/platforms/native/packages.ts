import type { Cluster } from '../../model/cluster.ts';
import type { Role } from '../../model/names.ts';

/** The packages of Debian that a role needs. HAProxy is installed by the phase of the load balancers. */
export function packagesOf(
  role: Role,
  { version, native }: Pick<Cluster, 'version' | 'native'>,
): readonly string[] {
  switch (role) {
    case 'database':
      return ['etcd-server', 'etcd-client', 'patroni', `postgresql-${version.major}`];
    case 'broker':
      return ['rabbitmq-server'];
    case 'manager':
      return native?.application?.package === undefined ? [] : [native.application.package];
    case 'load_balancer':
      return [];
  }
}
