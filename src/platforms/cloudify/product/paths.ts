import type { AbsolutePath, Service } from '../../../model/names.ts';
import { STATE_DIRECTORY } from '../../../model/stored-formats.ts';
import type { Release } from './releases.ts';

/** Directories on a host (docs/architecture/conventions.md). Only the transport builds paths of receipts, jobs and locks. */
export const STAGING_DIRECTORY = '/etc/quorate';
const PACKAGES = `${STATE_DIRECTORY}/packages` as const;

/** Files on a host for the product to copy. Private keys are removed once the product has copied them. */
export const stagedPaths = {
  ca: `${STAGING_DIRECTORY}/ca.crt`,
  certificate: `${STAGING_DIRECTORY}/node.crt`,
  key: `${STAGING_DIRECTORY}/node.key`,
  externalCertificate: `${STAGING_DIRECTORY}/external.crt`,
  externalKey: `${STAGING_DIRECTORY}/external.key`,
  databaseClientCertificate: `${STAGING_DIRECTORY}/db-client.crt`,
  databaseClientKey: `${STAGING_DIRECTORY}/db-client.key`,
  databaseSuperuserCertificate: `${STAGING_DIRECTORY}/db-superuser.crt`,
  databaseSuperuserKey: `${STAGING_DIRECTORY}/db-superuser.key`,
  license: `${STAGING_DIRECTORY}/license.yaml`,
  /** CAs of external services that have their own. */
  databaseCa: `${STAGING_DIRECTORY}/db-ca.crt`,
  brokerCa: `${STAGING_DIRECTORY}/broker-ca.crt`,
} as const satisfies Record<string, AbsolutePath>;

export const PRODUCT_CONFIG: AbsolutePath = '/etc/cloudify/config.yaml';

/** Returns the file that the product writes last when it has installed a service (cfy_manager/main.py, 705-730). */
export function installMarker({ markers }: Release, service: Service): AbsolutePath {
  return markers === 'one'
    ? '/etc/cloudify/.installed'
    : `/etc/cloudify/.installed/${SERVICE_NAMES[service]}`;
}

/** Names in `services_to_install`. */
export const SERVICE_NAMES = {
  database: 'database_service',
  broker: 'queue_service',
  manager: 'manager_service',
} as const satisfies Record<Service, string>;

/** The installer's log, on every host of the product. */
export const PRODUCT_LOG: AbsolutePath = '/var/log/cloudify/manager/cfy_manager.log';

/** Returns the path of an uploaded package on a host. @param source its path on this machine */
export function stagedPackagePath(source: string): AbsolutePath {
  return `${PACKAGES}/${source.split(/[\\/]/).at(-1) ?? source}`;
}

/** Purposes of the staged files. */
export const STAGED_FILES: Readonly<Record<keyof typeof stagedPaths, string>> = {
  ca: "the cluster's CA",
  certificate: 'the certificate of the host',
  key: 'its key, until the product has copied it',
  externalCertificate: 'the certificate that a manager presents to clients',
  externalKey: 'its key, until the product has copied it',
  databaseClientCertificate:
    'with ssl_client_verification: the certificate with which a manager logs in to PostgreSQL',
  databaseClientKey: 'its key, until the product has copied it',
  databaseSuperuserCertificate: 'with ssl_client_verification: the certificate of the PostgreSQL superuser',
  databaseSuperuserKey: 'its key, until the product has copied it',
  license: 'the license, on the first manager',
  databaseCa: 'the CA of an external database',
  brokerCa: 'the CA of external brokers',
};
