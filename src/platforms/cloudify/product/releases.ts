/**
 * The differences between releases of the product. The program reads them by name (`release.okEndpoint`) and never
 * compares version numbers. Sources: the configuration file of each release, and cloudify-manager-install at its tag.
 */
export interface Release {
  /** `7.0` for 7.0.0, 7.0.4 and so on; `5.0.5-dev` only for itself. */
  readonly series: string;
  /** The format of `postgresql_server.cluster.nodes`: `{ db1: { ip } }`, or a list of addresses. */
  readonly nodesAs: 'map' | 'list';
  /** The format of a broker in `rabbitmq.cluster_members`: addresses under `networks`, or directly. */
  readonly membersAs: 'networks' | 'plain';
  /** True if config.yaml has `manager.private_ip` and `public_ip`. Otherwise only flags of the install command set them. */
  readonly addressesInConfig: boolean;
  /** True if an installation rewrites config.yaml with all defaults, so that its contents cannot be compared. */
  readonly rewritesConfig: boolean;
  /** The install marker: `/etc/cloudify/.installed/<service>`, or a single file for every role. */
  readonly markers: 'per-service' | 'one';
  /**
   * Arguments of `cfy_manager` that list the databases. The arguments of the other database commands end with an
   * address.
   */
  readonly databasesListCommand: readonly string[];
  readonly databasesAddCommand: readonly string[];
  readonly databasesRemoveCommand: readonly string[];
  readonly databasesSetMasterCommand: readonly string[];
  readonly databasesReinitCommand: readonly string[];
  /** Arguments of `cfy_manager` that list the brokers. */
  readonly brokersListCommand: readonly string[];
  /** Arguments of `cfy_manager` that remove a broker. A node name follows them. */
  readonly brokersRemoveCommand: readonly string[];
  /** Arguments of `cfy_manager` that remove what is installed on the host. */
  readonly removeCommand: readonly string[];
  /** Arguments of `cfy_manager` that stop, start and restart everything that is installed on the host. */
  readonly stopCommand: readonly string[];
  readonly startCommand: readonly string[];
  readonly restartCommand: readonly string[];
  /** True if `cfy cluster db-nodes update` exists, which makes the managers reread the databases (CLI from 5.1.1). */
  readonly databaseNodesUpdate: boolean;
  /** True if `monitoring_service`, `prometheus.*` and `postgresql_server.db_monitoring` exist. */
  readonly monitoring: boolean;
  /** Ports that a load balancer forwards to the managers: REST and UI, agents, and monitoring if it exists. */
  readonly balancedPorts: readonly number[];
  /** True if the release writes IPv6 addresses into URLs with brackets (utils/network.py). */
  readonly ipv6: boolean;
  /** True if `GET /api/v3.1/ok` exists. */
  readonly okEndpoint: boolean;
  /** True if `cfy profiles use` stores only the first member, so that `cfy cluster update-profile` must add the others. */
  readonly profileNeedsUpdate: boolean;
  /** True if `rabbitmq.is_external` exists, with which the product does not monitor the brokers. */
  readonly externalBrokersKey: boolean;
  /** True if client verification requires a second pair on managers, whose common name is the superuser. */
  readonly superuserClientCertificates: boolean;
  /** True if the release refuses an external certificate if public_ip is an IP address (validations.py, 423). */
  readonly addressForbidsExternalCertificate: boolean;
  /**
   * True if a manager's own certificate must name public_ip even beside an external certificate, and both must have a DNS
   * name literally, not by a wildcard (7.0: components/globals.py, 72; validations.py, 386 and 421).
   */
  readonly ownCertificateNamesPublicIp: boolean;
  /**
   * Where etcd gets its environment from: /etc/etcd/etcd.conf, or the supervisord configuration in
   * /etc/supervisord.d/etcd.cloudify.conf (postgresql_server/config/supervisord/etcd.conf; utils/service.py).
   */
  readonly etcdEnvironment: 'etcd.conf' | 'supervisord';
  /** True if nginx limits the requests of each client address (nginx/config/manager.upstream, from 7.0.1 on). */
  readonly rateLimit: boolean;
}

const OF_7_0: Release = {
  series: '7.0',
  nodesAs: 'map',
  membersAs: 'networks',
  addressesInConfig: true,
  rewritesConfig: false,
  markers: 'per-service',
  databasesListCommand: ['dbs', 'list'],
  databasesAddCommand: ['dbs', 'add', '-a'],
  databasesRemoveCommand: ['dbs', 'remove', '-a'],
  databasesSetMasterCommand: ['dbs', 'set-master', '-a'],
  databasesReinitCommand: ['dbs', 'reinit', '-a'],
  brokersListCommand: ['brokers', 'list'],
  brokersRemoveCommand: ['brokers', 'remove', '-r'],
  removeCommand: ['remove', '-v'],
  stopCommand: ['stop', '-v'],
  startCommand: ['start', '-v'],
  restartCommand: ['restart', '-v'],
  databaseNodesUpdate: true,
  monitoring: true,
  balancedPorts: [443, 53333, 8009],
  ipv6: true,
  okEndpoint: true,
  profileNeedsUpdate: false,
  externalBrokersKey: true,
  superuserClientCertificates: true,
  addressForbidsExternalCertificate: true,
  ownCertificateNamesPublicIp: true,
  etcdEnvironment: 'etcd.conf',
  rateLimit: true,
};

const OF_6_4: Release = {
  ...OF_7_0,
  series: '6.4',
  superuserClientCertificates: false,
  addressForbidsExternalCertificate: false,
  ownCertificateNamesPublicIp: false,
  rateLimit: false,
};

/** Up to 6.2, `_finish_configuration` overwrites the operator's file with the merged configuration. */
const OF_6_2: Release = { ...OF_6_4, series: '6.2', rewritesConfig: true, etcdEnvironment: 'supervisord' };
const OF_6_0: Release = { ...OF_6_2, series: '6.0', ipv6: false, externalBrokersKey: false };
const OF_5_2: Release = { ...OF_6_0, series: '5.2', okEndpoint: false };

/**
 * The builds of autumn 2019 that the specification describes. The final 5.0.5 has other formats (docs/cloudify-facts.md
 * 0). These builds also accept the addresses in config.yaml, but the specification uses flags.
 */
const OF_5_0_5_DEV: Release = {
  ...OF_5_2,
  series: '5.0.5-dev',
  etcdEnvironment: 'etcd.conf',
  nodesAs: 'list',
  membersAs: 'plain',
  addressesInConfig: false,
  markers: 'one',
  databasesListCommand: ['db-node-list'],
  databasesAddCommand: ['db-node-add', '-a'],
  databasesRemoveCommand: ['db-node-remove', '-a'],
  databasesSetMasterCommand: ['db-node-set-master', '-a'],
  databasesReinitCommand: ['db-node-reinit', '-a'],
  brokersListCommand: ['brokers-list'],
  brokersRemoveCommand: ['brokers-remove', '-r'],
  removeCommand: ['remove', '-v', '--force'],
  stopCommand: ['stop', '-v', '--force'],
  restartCommand: ['restart', '-v', '--force'],
  databaseNodesUpdate: false,
  monitoring: false,
  profileNeedsUpdate: true,
  balancedPorts: [443, 53333],
};

/** The version table, oldest release first. */
export const RELEASES: readonly Release[] = [
  OF_5_0_5_DEV,
  { ...OF_5_2, series: '5.1', etcdEnvironment: 'etcd.conf' },
  OF_5_2,
  OF_6_0,
  { ...OF_6_2, series: '6.1' },
  OF_6_2,
  { ...OF_6_4, series: '6.3' },
  OF_6_4,
  OF_7_0,
];

/** Versions that differ from their series. */
export const PATCHES: Readonly<Record<string, Partial<Release>>> = {
  // `cfy cluster db-nodes` has no `update` yet (cloudify-cli 5.1.0, commands/cluster.py).
  '5.1.0': { databaseNodesUpdate: false },
  // Supervisord starts etcd through a shell that reads etcd.conf.
  '5.2.7': { etcdEnvironment: 'etcd.conf' },
  '7.0.0': { rateLimit: false },
};
