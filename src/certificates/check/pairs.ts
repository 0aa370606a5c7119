import { hostsOf } from '../../model/cluster.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import {
  withLoadBalancerNames,
  requiredExternalNames,
  namesToIssue,
  NO_NAMES,
  requiredOwnNames,
  withVirtualIp,
} from './names.ts';
import type { NameOptions, SubjectNames } from './names.ts';

export type CertificateUse = 'server' | 'client';
export type PairKind = 'own' | 'external' | 'client' | 'superuser' | 'etcd';
/** The CA of the cluster, or the CA that signs only the certificates of etcd. */
export type AuthorityName = 'cluster' | 'etcd';

/** A certificate with its key, as a cluster needs it. */
export interface RequiredPair {
  readonly host: HostName;
  readonly kind: PairKind;
  readonly authority: AuthorityName;
  /** Name of both files in tls.directory, without `.crt` and `.key` (docs/architecture/conventions.md). */
  readonly file: string;
  readonly requiredNames: SubjectNames;
  /** Uses that the extended key usage must allow, if the certificate has one. */
  readonly uses: readonly CertificateUse[];
  /** Required common name of a client certificate. The product uses it as the database user (val.py, 7.0). */
  readonly commonName?: string;
  readonly issue: {
    readonly commonName: string;
    readonly names: SubjectNames;
    readonly uses: readonly CertificateUse[];
  };
}

const SUFFIX: Readonly<Record<PairKind, string>> = {
  own: '',
  external: '-external',
  client: '-db-client',
  superuser: '-db-superuser',
  etcd: '-etcd',
};
/** The superuser of databases that Quorate installs. */
const SUPERUSER = 'postgres';
/** The limit of X.509. A longer host name is still a subject alternative name. */
const LONGEST_COMMON_NAME = 64;

interface PairOptions {
  /** Managers with an external certificate. */
  readonly external: ReadonlySet<HostName>;
  /** True if the release needs the superuser's pair for client verification. */
  readonly superuser: boolean;
  /** True if a manager's own certificate must literally name its public_ip, even beside an external certificate. */
  readonly namesPublicIp: boolean;
  /** Common name of the managers' client certificates. */
  readonly databaseClient: string;
  /** True if etcd's certificates have their own CA. */
  readonly etcdCa?: boolean;
}

/** Returns all pairs that a cluster needs, in the order of the inventory. */
export function requiredPairs(
  cluster: Cluster,
  { external, superuser, namesPublicIp, databaseClient, etcdCa = false }: PairOptions,
): readonly RequiredPair[] {
  const options = (host: Host) => ({ external: external.has(host.name), namesPublicIp });
  const managers = hostsOf(cluster, 'manager');
  const clients = cluster.sslClientVerification ? managers : [];
  return [
    ...cluster.hosts.map((host) =>
      ownPair(cluster, host, withVirtualIp(cluster, host, requiredOwnNames(host, options(host)))),
    ),
    ...managers
      .filter(({ name }) => external.has(name))
      .map((host) => externalPair(cluster, host, options(host))),
    ...clients.flatMap((host) => [
      clientPair(host, 'client', databaseClient),
      ...(superuser ? [clientPair(host, 'superuser', superuserOf(cluster))] : []),
    ]),
    ...(etcdCa ? etcdPairs(cluster) : []),
  ];
}

/** The name, in place of a host's, of the pair with which Quorate itself queries etcd. */
const ETCD_CLIENT = 'quorate';

/** The pairs of etcd's members, and Quorate's own. */
function etcdPairs(cluster: Cluster): readonly RequiredPair[] {
  const databases = hostsOf(cluster, 'database');
  if (databases.length === 0) return [];
  const own = clientPair({ name: ETCD_CLIENT }, 'etcd', ETCD_CLIENT);
  return [...databases.map((host) => etcdPair(cluster, host)), { ...own, authority: 'etcd' }];
}

/** The gateway of etcd connects to its own member with the server's certificate, so that it must allow clients too. */
function etcdPair(cluster: Cluster, host: Host): RequiredPair {
  const names = requiredOwnNames(host, { external: false, namesPublicIp: false });
  const own = ownPair(cluster, host, names);
  return {
    ...own,
    kind: 'etcd',
    authority: 'etcd',
    file: pairFileName(host.name, 'etcd'),
    uses: ['server', 'client'],
  };
}

function superuserOf({ sourcing: { database } }: Cluster): string {
  return database.kind === 'external' ? database.user : SUPERUSER;
}

/** Returns the name of a pair's files, without `.crt` and `.key`. */
export function pairFileName(host: HostName, kind: PairKind): string {
  return `${host}${SUFFIX[kind]}`;
}

function ownPair(cluster: Cluster, host: Host, must: SubjectNames): RequiredPair {
  return {
    host: host.name,
    kind: 'own',
    authority: 'cluster',
    file: pairFileName(host.name, 'own'),
    requiredNames: must,
    // Members of etcd also use their server certificate as clients of each other.
    uses: host.role === 'database' ? ['server', 'client'] : ['server'],
    issue: serverIssue(host, namesToIssue(cluster, host, must)),
  };
}

function externalPair(cluster: Cluster, host: Host, { namesPublicIp }: NameOptions): RequiredPair {
  const balanced = hostsOf(cluster, 'load_balancer').length > 0;
  const must = requiredExternalNames(host, { balanced, namesPublicIp });
  const names = withLoadBalancerNames(cluster, must);
  return {
    host: host.name,
    kind: 'external',
    authority: 'cluster',
    file: pairFileName(host.name, 'external'),
    requiredNames: must,
    uses: ['server'],
    issue: serverIssue(host, names),
  };
}

function serverIssue({ hostname, name }: Host, names: SubjectNames): RequiredPair['issue'] {
  return {
    commonName: hostname.length <= LONGEST_COMMON_NAME ? hostname : name,
    names,
    uses: ['server', 'client'],
  };
}

function clientPair(
  { name }: Pick<Host, 'name'>,
  kind: Exclude<PairKind, 'own' | 'external'>,
  commonName: string,
): RequiredPair {
  return {
    host: name,
    kind,
    authority: 'cluster',
    file: pairFileName(name, kind),
    requiredNames: NO_NAMES,
    uses: ['client'],
    commonName,
    issue: { commonName, names: NO_NAMES, uses: ['client'] },
  };
}
