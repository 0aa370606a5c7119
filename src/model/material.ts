import type { HostName } from './names.ts';
import type { Secret } from './secret.ts';

/** The names of all secrets, as in a secrets file. */
export const SECRET_NAMES = [
  'postgres_password',
  'replicator_password',
  'patroni_rest_password',
  'etcd_root_password',
  'etcd_patroni_password',
  'etcd_token',
  'cloudify_db_password',
  'rabbitmq_password',
  'erlang_cookie',
  'manager_admin_password',
  'monitoring_password',
  'db_monitoring_password',
  'receipt_key',
] as const;
/** The password of an account that the inventory declares. */
type AccountSecret = `${'postgresql' | 'rabbitmq'}_user_${string}`;
export type SecretName = (typeof SECRET_NAMES)[number] | AccountSecret;

/** True for a secret that this program knows, and for the password of a declared account. */
export function isKnownSecret(name: string): name is SecretName {
  return (
    /^(postgresql|rabbitmq)_user_[a-z_][a-z0-9_]*$/.test(name) || SECRET_NAMES.some((one) => one === name)
  );
}

/** Secrets that are needed only if the product's monitoring is installed. */
type MonitoringSecret = 'monitoring_password' | 'db_monitoring_password';

/** The secrets that a cluster needs, as listed by `neededSecrets`. */
export type Secrets = Readonly<
  Record<Exclude<SecretName, MonitoringSecret | AccountSecret>, Secret> &
    Partial<Record<MonitoringSecret | AccountSecret, Secret>>
>;

/** A certificate and its key, both in PEM format. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: Secret;
}

/** A file on this machine that is copied to hosts. Each host verifies its digest. */
export interface LocalFile {
  readonly path: string;
  /** Hexadecimal digits. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** The name of a file, on a workstation of any system. */
export function fileName({ path }: Pick<LocalFile, 'path'>): string {
  return path.replace(/^.*[\\/]/, '');
}

/** The contents of the local files that a plan needs besides the inventory. */
export interface Material {
  readonly secrets: Secrets;
  /** The cluster's CA in PEM format. */
  readonly ca: string;
  /**
   * CAs of external services in PEM format. If absent, the certificates of the service are signed by the CA of the
   * cluster.
   */
  readonly serviceCa: { readonly database?: string; readonly broker?: string };
  readonly hosts: Readonly<Record<HostName, KeyPair>>;
  /** Certificates that managers show to clients, if another CA signs them; by manager. */
  readonly external: Readonly<Record<HostName, KeyPair>>;
  /**
   * With ssl_client_verification: the certificates with which each manager logs in to the databases, with CN=cloudify
   * and, if the release needs it, CN=postgres.
   */
  readonly databaseClients: Readonly<
    Record<HostName, { readonly client: KeyPair; readonly superuser?: KeyPair }>
  >;
  /** The CA of etcd, and the pairs of its members and of Quorate, by name. Absent if etcd has no CA of its own. */
  readonly etcd?: { readonly ca: string; readonly pairs: Readonly<Record<HostName, KeyPair>> };
  readonly package?: LocalFile;
  /** The key that signs the extra repository of packages, in ASCII armor. */
  readonly repositoryKey?: string;
  /** The package files for hosts without a network. */
  readonly packageFiles?: readonly LocalFile[];
  readonly license?: Secret;
}

/** The reason why a value cannot be used. Never contains the value. */
export interface ValueFault {
  readonly what: string;
  readonly why: string;
}

/** Returns why the product cannot use the value of a secret; undefined if it can. */
export type SecretFault = (name: SecretName, value: string) => ValueFault | undefined;
