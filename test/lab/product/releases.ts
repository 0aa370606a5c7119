/**
 * Differences between the releases of the product, according to its sources (tags 5.1.4, 5.2.7, 6.4.2, 7.0.4, and the
 * last commit before the database nodes became a map: the 5.0.5 builds that the specification describes). Each package
 * is built for one release, whose version is in a file next to the programs. To add a release, add an entry here and a
 * file in `defaults/`.
 */
export interface Release {
  /** Selects the shipped configuration `defaults/<series>.yaml`. */
  readonly series: string;
  /** Type of `postgresql_server.cluster.nodes`. */
  readonly databaseNodes: 'map' | 'list';
  /** Location of a broker's addresses in `rabbitmq.cluster_members`. */
  readonly memberAddresses: 'networks' | 'plain';
  /** `nested`: `brokers list`, `dbs list`; `flat`: `brokers-list`, `db-node-list`. */
  readonly commands: 'nested' | 'flat';
  /** Prefix of the version 3 interface of the release's etcd: 3.4, or 3.3 and older. */
  readonly etcdInterface: '/v3' | '/v3beta';
  readonly configFileFlag: boolean;
  /** The configuration has keys for the addresses; otherwise they are flags only. */
  readonly addressKeys: boolean;
  /** `/etc/cloudify/.installed` is one file, or a directory with one file per service. */
  readonly markers: 'one' | 'per-service';
  /** How `remove`, `stop` and `restart` treat `--force`. */
  readonly force: 'needed' | 'ignored' | 'unknown';
  /** The install overwrites config.yaml with the merged settings. */
  readonly rewritesConfig: boolean;
  /**
   * The overwritten config.yaml contains `<removed>` instead of passwords that are not needed again. An install
   * refuses it.
   */
  readonly removesPasswords: boolean;
  /** The release has monitoring_service, entropy_service, cluster-status and the registry of database nodes. */
  readonly monitoring: boolean;
  readonly okEndpoint: boolean;
  /** Client verification requires the account's name in the certificate, so each account has its own certificate. */
  readonly certificatePerAccount: boolean;
  /**
   * Certificates must contain all addresses. The external certificate must not be for an IP address, and is served on
   * 443 only for a name.
   */
  readonly strictNames: boolean;
  /**
   * After the install, PostgreSQL's first start is awaited by no process, by a unit, or by a child of the installer.
   */
  readonly startupCheck: 'none' | 'unit' | 'child';
  readonly schemaRevision: string;
}

const latest: Release = {
  series: '7.0',
  databaseNodes: 'map',
  memberAddresses: 'networks',
  commands: 'nested',
  etcdInterface: '/v3',
  configFileFlag: true,
  addressKeys: true,
  markers: 'per-service',
  force: 'unknown',
  rewritesConfig: false,
  removesPasswords: false,
  monitoring: true,
  okEndpoint: true,
  certificatePerAccount: true,
  strictNames: true,
  startupCheck: 'child',
  schemaRevision: '7_0',
};

const of64: Release = {
  ...latest,
  series: '6.4',
  etcdInterface: '/v3beta',
  certificatePerAccount: false,
  strictNames: false,
  schemaRevision: '6_4',
};

const of52: Release = {
  ...of64,
  series: '5.2',
  force: 'ignored',
  rewritesConfig: true,
  okEndpoint: false,
  startupCheck: 'unit',
  schemaRevision: '5_2',
};

const releases: Readonly<Record<string, Release>> = {
  '7.0': latest,
  '6.4': of64,
  '5.2': of52,
  '5.1': { ...of52, series: '5.1', schemaRevision: '5_1' },
  '5.0.5-dev': {
    ...of52,
    series: '5.0.5-dev',
    databaseNodes: 'list',
    memberAddresses: 'plain',
    commands: 'flat',
    configFileFlag: false,
    addressKeys: false,
    markers: 'one',
    force: 'needed',
    removesPasswords: true,
    monitoring: false,
    startupCheck: 'none',
    schemaRevision: '5_0_5',
  },
};

/** @throws Error if the stand-in does not support the release */
export function releaseOf(version: string): Release {
  const found = releases[version] ?? releases[/^\d+\.\d+(?=(\.\d+)?$)/.exec(version)?.[0] ?? ''];
  if (!found)
    throw new Error(`no stand-in for release ${version} (there are ${Object.keys(releases).join(', ')})`);
  return found;
}
