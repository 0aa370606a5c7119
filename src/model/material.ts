import type { HostName } from './names.ts';
import type { Secret } from './secret.ts';

/** The secrets an inventory may have to give, by the names of its `secrets:` file. */
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
export type SecretName = (typeof SECRET_NAMES)[number];

/** Needed only where the product's monitoring runs. */
type OfMonitoring = 'monitoring_password' | 'db_monitoring_password';

/** The secrets that a cluster needs; `neededSecrets` says which. */
export type Secrets = Readonly<
  Record<Exclude<SecretName, OfMonitoring>, Secret> & Partial<Record<OfMonitoring, Secret>>
>;

/** A certificate with its key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: Secret;
}

/** A file on the laptop, streamed to hosts and verified there. */
export interface LocalFile {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

/** All that a plan needs from the laptop besides the inventory, loaded once. */
export interface Material {
  readonly secrets: Secrets;
  readonly ca: string;
  /** PEM of an external service's own CA; absent: the cluster's signed its certificates too. */
  readonly serviceCa: { readonly database?: string; readonly broker?: string };
  readonly hosts: Readonly<Record<HostName, KeyPair>>;
  /** A manager's certificate for its public side, when there is one. */
  readonly external: Readonly<Record<HostName, KeyPair>>;
  /** With ssl_client_verification, per manager: CN=cloudify, and where the release wants it CN=postgres. */
  readonly databaseClients: Readonly<
    Record<HostName, { readonly client: KeyPair; readonly superuser?: KeyPair }>
  >;
  readonly package?: LocalFile;
  readonly license?: Secret;
}
