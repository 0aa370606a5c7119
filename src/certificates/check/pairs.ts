import { hostsOf } from '../../model/cluster.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import {
  withLoadBalancerNames,
  requiredExternalNames,
  namesToIssue,
  NO_NAMES,
  requiredOwnNames,
} from './names.ts';
import type { SubjectNames } from './names.ts';

export type CertificateUse = 'server' | 'client';
export type PairKind = 'own' | 'external' | 'client' | 'superuser';

/** A certificate and its key that a cluster needs. */
export interface RequiredPair {
  readonly host: HostName;
  readonly kind: PairKind;
  /** Of both files in tls.directory, without `.crt` and `.key`: see docs/architecture/conventions.md. */
  readonly file: string;
  readonly requiredNames: SubjectNames;
  /** What it may be used for, where it says so at all. */
  readonly uses: readonly CertificateUse[];
  /** Of client certificates: the product takes the database user from it (val.py, 7.0). */
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
};
/** Whatever the managers' account is called (val.py, 650). */
const CLIENT = 'cloudify';
/** Of our own databases. */
const SUPERUSER = 'postgres';
/** X.509 allows no more; the name stands among the alternatives whatever its length. */
const LONGEST_COMMON_NAME = 64;

interface Wanted {
  /** The managers with a certificate of their own for the public. */
  readonly external: ReadonlySet<HostName>;
  /** Whether the release wants the superuser's pair where clients are verified. */
  readonly superuser: boolean;
}

/** All that a cluster needs, in the order of the inventory. */
export function requiredPairs(cluster: Cluster, { external, superuser }: Wanted): readonly RequiredPair[] {
  const managers = hostsOf(cluster, 'manager');
  const clients = cluster.sslClientVerification ? managers : [];
  return [
    ...cluster.hosts.map((host) => ownPair(cluster, host, external.has(host.name))),
    ...managers.filter(({ name }) => external.has(name)).map((host) => externalPair(cluster, host)),
    ...clients.flatMap((host) => [
      clientPair(host, 'client', CLIENT),
      ...(superuser ? [clientPair(host, 'superuser', superuserOf(cluster))] : []),
    ]),
  ];
}

function superuserOf({ sourcing: { database } }: Cluster): string {
  return database.kind === 'external' ? database.user : SUPERUSER;
}

/** The name of a pair's files, without their ends. */
export function pairFileName(host: HostName, kind: PairKind): string {
  return `${host}${SUFFIX[kind]}`;
}

function ownPair(cluster: Cluster, host: Host, external: boolean): RequiredPair {
  const must = requiredOwnNames(host, { external });
  return {
    host: host.name,
    kind: 'own',
    file: pairFileName(host.name, 'own'),
    requiredNames: must,
    // etcd's members are each other's clients, with the certificate that they serve.
    uses: host.role === 'database' ? ['server', 'client'] : ['server'],
    issue: serverIssue(host, namesToIssue(cluster, host, must)),
  };
}

function externalPair(cluster: Cluster, host: Host): RequiredPair {
  const must = requiredExternalNames(host, { balanced: hostsOf(cluster, 'load_balancer').length > 0 });
  const names = withLoadBalancerNames(cluster, must);
  return {
    host: host.name,
    kind: 'external',
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

function clientPair({ name }: Host, kind: 'client' | 'superuser', commonName: string): RequiredPair {
  return {
    host: name,
    kind,
    file: pairFileName(name, kind),
    requiredNames: NO_NAMES,
    uses: ['client'],
    commonName,
    issue: { commonName, names: NO_NAMES, uses: ['client'] },
  };
}
