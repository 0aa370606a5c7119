/**
 * What differs between releases of the product, as data. Each key is asked by name (`release.okEndpoint`), so that
 * nothing else in the program compares version numbers. Read in the configuration file that each release ships and in
 * the sources of cloudify-manager-install at its tag.
 */
export interface Release {
  /** `7.0` stands for 7.0.0, 7.0.4, …; `5.0.5-dev` for itself. */
  readonly series: string;
  /** `postgresql_server.cluster.nodes`: `{ db1: { ip } }`, or a list of addresses. */
  readonly nodesAs: 'map' | 'list';
  /** A broker among `rabbitmq.cluster_members`: `networks.default`, or `default` at once. */
  readonly membersAs: 'networks' | 'plain';
  /** `manager.private_ip` and `public_ip` stand in config.yaml; otherwise flags of the install command carry them. */
  readonly addressesInConfig: boolean;
  /** The install ends by writing config.yaml anew, all defaults in it: its contents say nothing then. */
  readonly rewritesConfig: boolean;
  /** `/etc/cloudify/.installed/<service>`, or a single file for whatever the host is. */
  readonly markers: 'per-service' | 'one';
  /** The arguments of `cfy_manager` about databases; all but the first want an address behind them. */
  readonly databasesListCommand: readonly string[];
  readonly databasesAddCommand: readonly string[];
  readonly databasesRemoveCommand: readonly string[];
  readonly databasesSetMasterCommand: readonly string[];
  readonly databasesReinitCommand: readonly string[];
  /** Its arguments that list and remove brokers; a node's name comes behind the second. */
  readonly brokersListCommand: readonly string[];
  readonly brokersRemoveCommand: readonly string[];
  /** … and that take away what was installed here. */
  readonly removeCommand: readonly string[];
  /** … and that stop, start and restart all that was installed here. */
  readonly stopCommand: readonly string[];
  readonly startCommand: readonly string[];
  readonly restartCommand: readonly string[];
  /** `cfy cluster db-nodes update` exists: the managers read the list of databases anew (CLI from 5.1.1). */
  readonly databaseNodesUpdate: boolean;
  /** `monitoring_service`, `prometheus.*` and `postgresql_server.db_monitoring` exist. */
  readonly monitoring: boolean;
  /** What a load balancer forwards to the managers: REST and UI, agents, monitoring where there is any. */
  readonly balancedPorts: readonly number[];
  /** Addresses of version 6 are put into brackets in a URL (utils/network.py). */
  readonly ipv6: boolean;
  /** `GET /api/v3.1/ok` exists. */
  readonly okEndpoint: boolean;
  /** `cfy profiles use` learns the cluster's first member only: `cfy cluster update-profile` tells it the others. */
  readonly profileNeedsUpdate: boolean;
  /** `rabbitmq.is_external`: the product does not watch such brokers itself. */
  readonly externalBrokersKey: boolean;
  /** With client verification a manager needs a second pair, CN = the superuser. */
  readonly superuserClientCertificates: boolean;
  /** Refused together: a public_ip that is an IP address and an external certificate (validations.py, 423). */
  readonly addressForbidsExternalCertificate: boolean;
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
};

const OF_6_4: Release = {
  ...OF_7_0,
  series: '6.4',
  superuserClientCertificates: false,
  addressForbidsExternalCertificate: false,
};

/** Up to 6.2 `_finish_configuration` dumps the merged configuration over the operator's file. */
const OF_6_2: Release = { ...OF_6_4, series: '6.2', rewritesConfig: true };
const OF_6_0: Release = { ...OF_6_2, series: '6.0', ipv6: false, externalBrokersKey: false };
const OF_5_2: Release = { ...OF_6_0, series: '5.2', okEndpoint: false };

/**
 * The builds of autumn 2019 that the specification describes; 5.0.5 itself came out with other formats (docs/cloudify-facts.md, 0).
 * They knew the keys of the addresses too: the specification gives flags, and so do we.
 */
const OF_5_0_5_DEV: Release = {
  ...OF_5_2,
  series: '5.0.5-dev',
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

/** The oldest first. */
export const RELEASES: readonly Release[] = [
  OF_5_0_5_DEV,
  { ...OF_5_2, series: '5.1' },
  OF_5_2,
  OF_6_0,
  { ...OF_6_2, series: '6.1' },
  OF_6_2,
  { ...OF_6_4, series: '6.3' },
  OF_6_4,
  OF_7_0,
];
