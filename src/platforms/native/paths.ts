import type { AbsolutePath, Service } from '../../model/names.ts';
import { STATE_DIRECTORY } from '../../model/stored-formats.ts';

/** Files on a database. */
export const databasePaths = {
  etcdConfig: '/etc/etcd/quorate.yaml',
  etcdCa: '/etc/etcd/quorate-ca.crt',
  etcdCertificate: '/etc/etcd/quorate.crt',
  etcdKey: '/etc/etcd/quorate.key',
  etcdData: '/var/lib/etcd/quorate',
  patroniConfig: '/etc/patroni/quorate.yml',
  ca: '/etc/patroni/quorate-ca.crt',
  certificate: '/etc/patroni/quorate.crt',
  key: '/etc/patroni/quorate.key',
  /** Patroni's own copies, because its account cannot read those of etcd. */
  clientCa: '/etc/patroni/quorate-etcd-ca.crt',
  clientCertificate: '/etc/patroni/quorate-etcd.crt',
  clientKey: '/etc/patroni/quorate-etcd.key',
  /** Keeps Debian's package from creating a cluster of its own. */
  createCluster: '/etc/postgresql-common/createcluster.conf',
  log: '/var/log/postgresql/patroni.log',
} as const satisfies Record<string, AbsolutePath>;

/** Files on a broker. */
export const brokerPaths = {
  config: '/etc/rabbitmq/rabbitmq.conf',
  environment: '/etc/rabbitmq/rabbitmq-env.conf',
  plugins: '/etc/rabbitmq/enabled_plugins',
  betweenNodes: '/etc/rabbitmq/quorate-inter-node.config',
  ca: '/etc/rabbitmq/quorate-ca.crt',
  certificate: '/etc/rabbitmq/quorate.crt',
  key: '/etc/rabbitmq/quorate.key',
  cookie: '/var/lib/rabbitmq/.erlang.cookie',
} as const satisfies Record<string, AbsolutePath>;

/** Directory of a unit's file. */
export const UNITS: AbsolutePath = '/etc/systemd/system';

/** Directory that a member's unit creates as soon as the member has started for the first time. */
export function installMarker(service: Service): AbsolutePath {
  return `${STATE_DIRECTORY}/installed/${service}`;
}

/** PostgreSQL's data directory, where Debian's own tools expect it. */
export function dataDirectory(version: number): AbsolutePath {
  return `/var/lib/postgresql/${version}/main`;
}
