/**
 * What differs between the releases of the product, read in its sources (tags 5.1.4, 5.2.7, 6.4.2, 7.0.4, and the last
 * commit before the database nodes became a map: the builds of 5.0.5 that the specification describes). The package is
 * built for one of them: its version lies in a file beside the programs. Adding one is an entry here and a file in
 * `defaults/`.
 */
export interface Release {
  /** Whose shipped configuration this is: `defaults/<series>.yaml`. */
  readonly series: string;
  /** `postgresql_server.cluster.nodes`. */
  readonly databaseNodes: 'map' | 'list';
  /** Where a broker among `rabbitmq.cluster_members` has its addresses. */
  readonly memberAddresses: 'networks' | 'plain';
  /** `brokers list`, `dbs list`; or `brokers-list`, `db-node-list`. */
  readonly commands: 'nested' | 'flat';
  readonly configFileFlag: boolean;
  /** Without these keys the addresses come as flags only. */
  readonly addressKeys: boolean;
  /** `/etc/cloudify/.installed` is a file, or a directory with one for each service. */
  readonly markers: 'one' | 'per-service';
  /** What `remove`, `stop` and `restart` make of --force. */
  readonly force: 'needed' | 'ignored' | 'unknown';
  /** After the install config.yaml is what was merged from it and the defaults. */
  readonly rewritesConfig: boolean;
  /** … with `<removed>` in place of passwords that are not needed again, which is refused when it comes back. */
  readonly removesPasswords: boolean;
  /** monitoring_service and entropy_service, cluster-status, the registry of database nodes. */
  readonly monitoring: boolean;
  readonly okEndpoint: boolean;
  /** Client verification wants the certificate's name to be the account's, so each account has its own. */
  readonly certificatePerAccount: boolean;
  /** Certificates must carry all addresses; no external one for an address; it serves 443 only under a name. */
  readonly strictNames: boolean;
  /** Who waits for PostgreSQL's first start when the install has ended: nobody, a unit, or the installer's child. */
  readonly startupCheck: 'none' | 'unit' | 'child';
  readonly schemaRevision: string;
}

const latest: Release = {
  series: '7.0',
  databaseNodes: 'map',
  memberAddresses: 'networks',
  commands: 'nested',
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

/** @throws Error for a release that the stand-in does not know */
export function releaseOf(version: string): Release {
  const found = releases[version] ?? releases[/^\d+\.\d+(?=(\.\d+)?$)/.exec(version)?.[0] ?? ''];
  if (!found)
    throw new Error(`no stand-in for release ${version} (there are ${Object.keys(releases).join(', ')})`);
  return found;
}
