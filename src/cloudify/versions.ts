import type { Version } from '../model/cluster.ts';

/**
 * What differs between releases of the product, as data. Each key is asked by name (`release.okEndpoint`), so that
 * nothing else in the program compares version numbers. Deltas: computed from the configuration file each release
 * ships and from its sources.
 */
export interface Release {
  /** `7.0` stands for 7.0.0, 7.0.4, …; also what a person is shown. */
  readonly series: string;
  /** `postgresql_server.cluster.nodes`: `{ db1: { ip } }`, or a list of addresses (5.0.5-dev). */
  readonly nodesAs: 'map' | 'list';
  /** A broker among `rabbitmq.cluster_members`: `networks.default`, or `default` at once (5.0.5-dev). */
  readonly membersAs: 'networks' | 'plain';
  /** `GET /api/v3.1/ok` exists (6.0). */
  readonly okEndpoint: boolean;
  /** `monitoring_service`, `prometheus.*` and `postgresql_server.db_monitoring` exist (5.1). */
  readonly monitoring: boolean;
  /** With client verification a manager needs a second pair, CN = the superuser (7.0). */
  readonly superuserClientCertificates: boolean;
  /** `manager.internal_rest_port` and `manager.additional_internal_rest_listeners` (7.0). */
  readonly internalRest: { readonly port: number; readonly listeners: readonly number[] } | undefined;
  /** `manager.private_ip` and `public_ip` stand in config.yaml; otherwise flags of the install command carry them. */
  readonly addressesInConfig: boolean;
  /** The install rewrites config.yaml and masks its passwords (up to 5.2): never compare its contents. */
  readonly rewritesConfig: boolean;
  /** The arguments of `cfy_manager` that list and remove brokers. */
  readonly brokersListCommand: readonly string[];
  readonly brokersRemoveCommand: readonly string[];
  /** Refused together: a public_ip that is an IP address and an external certificate (7.0). */
  readonly addressForbidsExternalCertificate: boolean;
  /** What a load balancer forwards to the managers: REST and UI, agents, monitoring (5.1). */
  readonly balancedPorts: readonly number[];
}

const RELEASES: readonly Release[] = [
  {
    series: '7.0',
    nodesAs: 'map',
    membersAs: 'networks',
    okEndpoint: true,
    monitoring: true,
    superuserClientCertificates: true,
    internalRest: { port: 443, listeners: [53333] },
    addressesInConfig: true,
    rewritesConfig: false,
    brokersListCommand: ['brokers', 'list'],
    brokersRemoveCommand: ['brokers', 'remove', '-r'],
    addressForbidsExternalCertificate: true,
    balancedPorts: [443, 53333, 8009],
  },
];

/** The series that this Quorate deploys, for messages: `7.0`. */
export const SUPPORTED: readonly string[] = RELEASES.map((release) => release.series);

/** Reads `7.0.4`, `7.0` (patch 0) or `5.0.5-dev`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const found = /^(\d+)\.(\d+)(?:\.(\d+))?(-dev)?$/.exec(text);
  if (!found) return undefined;
  const [, major, minor, patch = '0', dev] = found;
  return { text, major: Number(major), minor: Number(minor), patch: Number(patch), dev: dev !== undefined };
}

/** The table's entry for a version; undefined when this Quorate does not know that release. */
export function releaseOf(version: Version): Release | undefined {
  const series = `${version.major}.${version.minor}${version.dev ? '-dev' : ''}`;
  return RELEASES.find((release) => release.series === series);
}

/** @throws Error (a bug) for a release that the inventory's rules should have refused */
export function knownRelease(version: Version): Release {
  const release = releaseOf(version);
  if (!release) throw new Error(`release ${version.text} is not in the version table`);
  return release;
}
