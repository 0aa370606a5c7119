import type { AbsolutePath, Role, Service } from '../../model/names.ts';
import { STATE_DIRECTORY } from '../../model/stored-formats.ts';

/** Files on a database. */
export const databasePaths = {
  etcdConfig: '/etc/etcd/quorate.yaml',
  etcdCa: '/etc/etcd/quorate-ca.crt',
  etcdCertificate: '/etc/etcd/quorate.crt',
  etcdKey: '/etc/etcd/quorate.key',
  etcdLogin: '/etc/etcd/quorate.env',
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
  definitions: '/etc/rabbitmq/quorate-definitions.json',
  cookie: '/var/lib/rabbitmq/.erlang.cookie',
} as const satisfies Record<string, AbsolutePath>;

/** Files of the source of packages, if it is not the host's own repositories. */
export const packageSourcePaths = {
  key: '/etc/apt/keyrings/quorate.asc',
  repository: '/etc/apt/sources.list.d/quorate.sources',
  pins: '/etc/apt/preferences.d/quorate',
  /** Not below the directory of Quorate's own data, because apt reads it as an account without privileges. */
  directory: '/var/cache/quorate/packages',
  /** apt reads it only while Quorate installs. */
  directorySource: '/var/cache/quorate/packages/quorate.sources',
  digests: '/var/cache/quorate/packages/SHA256SUMS',
} as const satisfies Record<string, AbsolutePath>;

/** The cluster's CA for the application. */
export const applicationCa: AbsolutePath = '/etc/ssl/certs/quorate-ca.crt';

/** Directories in which the services keep their data, and which may be mounts of their own. */
export const DATA_MOUNTS = {
  etcd: '/var/lib/etcd',
  postgresql: '/var/lib/postgresql',
  rabbitmq: '/var/lib/rabbitmq',
} as const satisfies Record<string, AbsolutePath>;

/** Returns the directories of a role's services. */
export function dataMounts(role: Role): readonly AbsolutePath[] {
  const { etcd, postgresql, rabbitmq } = DATA_MOUNTS;
  if (role === 'database') return [etcd, postgresql];
  return role === 'broker' ? [rabbitmq] : [];
}

/** Directory of a unit's file. */
export const UNITS: AbsolutePath = '/etc/systemd/system';

/** The drop-in that Quorate adds to the unit of the application. */
export function applicationDropInPath(unit: string): AbsolutePath {
  return `${UNITS}/${unit}.service.d/quorate.conf`;
}

/** Directory that a member's unit creates as soon as the member has started for the first time. */
export function installMarker(service: Service): AbsolutePath {
  return `${STATE_DIRECTORY}/installed/${service}`;
}

/** PostgreSQL's data directory, where Debian's own tools expect it. */
export function dataDirectory(version: number): AbsolutePath {
  return `/var/lib/postgresql/${version}/main`;
}

/** Purposes of the files on a database. Quorate writes all except the data and the log. */
export const DATABASE_FILES: Readonly<Record<keyof typeof databasePaths, string>> = {
  etcdConfig: 'the configuration of etcd',
  etcdCa: 'the CA of etcd, which signs only certificates for etcd',
  etcdCertificate: 'the certificate of etcd',
  etcdKey: 'its key',
  etcdLogin: 'the login of `etcdctl` for a root shell, which reads it with `. /etc/etcd/quorate.env`',
  etcdData: 'the data of etcd',
  patroniConfig: 'the configuration of Patroni and PostgreSQL',
  ca: "the cluster's CA",
  certificate: 'the certificate of PostgreSQL and of the REST API of Patroni',
  key: 'its key',
  clientCa: 'the CA of etcd, in a copy for Patroni',
  clientCertificate: 'the certificate with which Patroni connects to etcd',
  clientKey: 'its key',
  createCluster: "keeps Debian's package from creating a cluster of its own",
  log: 'the log of Patroni',
};

/** Purposes of the files on a broker. */
export const BROKER_FILES: Readonly<Record<keyof typeof brokerPaths, string>> = {
  config: 'the configuration of RabbitMQ',
  environment: 'the node name and the options of Erlang',
  plugins: 'the enabled plugins',
  betweenNodes: 'TLS between the nodes',
  ca: "the cluster's CA",
  certificate: 'the certificate of the broker',
  key: 'its key',
  definitions: 'the declared users and policies, with hashes of the passwords; only on the first broker',
  cookie: 'the Erlang cookie',
};

/** Purposes of the files of the source of packages. */
export const PACKAGE_SOURCE_FILES: Readonly<Record<keyof typeof packageSourcePaths, string>> = {
  key: 'the public key of the extra repository',
  repository: 'the extra repository',
  pins: 'which packages apt may install from it',
  directory: 'the uploaded packages',
  directorySource: 'the directory as a repository, which apt reads only while Quorate installs',
  digests: 'the digests of the uploaded packages',
};
