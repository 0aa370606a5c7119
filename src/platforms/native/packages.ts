import { hostsOf, type Cluster } from '../../model/cluster.ts';
import type { PackageRepository } from '../../model/host/package-source.ts';
import { ROLES, type Role } from '../../model/names.ts';

/** The version of PostgreSQL in each supported system. */
export const POSTGRESQL_IN: Readonly<Record<string, number>> = { 'debian 12': 15, 'debian 13': 17 };

/** The system, as surveys return it, that offers a version of PostgreSQL. */
export function systemWith(version: number): string | undefined {
  return Object.keys(POSTGRESQL_IN).find((system) => POSTGRESQL_IN[system] === version);
}

type Settings = Pick<Cluster, 'version' | 'native' | 'virtualIp'>;

/** The packages that a role needs. The phase of the load balancers installs HAProxy and keepalived. */
export function packagesOf(role: Role, settings: Settings): readonly string[] {
  const { version, native } = settings;
  switch (role) {
    case 'database':
      return [
        ...['etcd-server', 'etcd-client', 'patroni'],
        ...etcdClient(settings),
        `postgresql-${version.major}`,
      ];
    case 'broker':
      return ['rabbitmq-server'];
    case 'manager':
      return native?.application?.package === undefined ? [] : [native.application.package];
    case 'load_balancer':
      return [];
  }
}

/**
 * The packages that every member of a service has in the same version. PostgreSQL sorts text with glibc and ICU. Patroni's
 * library for etcd matters only to its own host.
 */
export function sameVersionPackages(role: Role, settings: Settings): readonly string[] {
  if (role === 'broker') return [...packagesOf(role, settings), 'erlang-base'];
  if (role !== 'database') return [];
  return [...packagesOf(role, settings).filter((name) => name !== 'python3-etcd'), 'libc6', 'libicu'];
}

/** The packages that the hosts of a cluster install by name. */
export function allPackages(cluster: Cluster): readonly string[] {
  return ROLES.filter((role) => hostsOf(cluster, role).length > 0).flatMap((role) =>
    installedOn(role, cluster),
  );
}

/** The packages that a host of a role has by name. */
export function installedOn(role: Role, settings: Settings): readonly string[] {
  if (role !== 'load_balancer') return packagesOf(role, settings);
  return settings.virtualIp ? ['haproxy', 'keepalived'] : ['haproxy'];
}

/**
 * Names and patterns of the packages that the hosts may install from an extra repository: those of every role, what they
 * depend on in the same version, and those that the inventory adds. Hosts of one machine write one file, so that it does
 * not depend on the role.
 */
export function packagesFromRepository(
  settings: Settings,
  { packages }: PackageRepository,
): readonly string[] {
  const named = (['database', 'broker', 'manager'] as const).flatMap((role) => packagesOf(role, settings));
  return [
    ...new Set([
      ...named,
      ...installedOn('load_balancer', settings),
      'postgresql-*',
      'libpq5',
      'erlang-*',
      ...packages,
    ]),
  ];
}

/**
 * Patroni's client of etcd. On Debian 12, it is the one that apt chooses. On Debian 13, apt chooses the client of Consul,
 * with which Patroni finds no etcd [measured]. Which one another source chooses is not known.
 */
function etcdClient({ version, native }: Settings): readonly string[] {
  return version.major > 15 || native?.packages ? ['python3-etcd'] : [];
}
