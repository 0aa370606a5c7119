import type { AbsolutePath, Service } from '../model/names.ts';

/** Where things lie on a host (docs/conventions.md). Only the transport builds paths of receipts, jobs and locks. */
export const STAGED = '/etc/quorate';
export const PACKAGES = '/var/lib/quorate/packages';

/** What is put on a host for the product to copy; the private keys are removed once it has. */
export const staged = {
  ca: `${STAGED}/ca.crt`,
  certificate: `${STAGED}/node.crt`,
  key: `${STAGED}/node.key`,
  externalCertificate: `${STAGED}/external.crt`,
  externalKey: `${STAGED}/external.key`,
  databaseClientCertificate: `${STAGED}/db-client.crt`,
  databaseClientKey: `${STAGED}/db-client.key`,
  databaseSuperuserCertificate: `${STAGED}/db-superuser.crt`,
  databaseSuperuserKey: `${STAGED}/db-superuser.key`,
  license: `${STAGED}/license.yaml`,
} as const satisfies Record<string, AbsolutePath>;

export const PRODUCT_CONFIG: AbsolutePath = '/etc/cloudify/config.yaml';
export const HOSTS_FILE: AbsolutePath = '/etc/hosts';
/** The marker of the block in /etc/hosts that names the brokers. */
export const NAMES_BLOCK = 'cluster-names';

/** The product writes these last, when a service is installed and configured (cfy_manager/main.py, 705-730). */
export const MARKERS: Readonly<Record<Service, AbsolutePath>> = {
  database: '/etc/cloudify/.installed/database_service',
  broker: '/etc/cloudify/.installed/queue_service',
  manager: '/etc/cloudify/.installed/manager_service',
};

/** The product's own log, on every host that it is installed on. */
export const PRODUCT_LOG: AbsolutePath = '/var/log/cloudify/manager/cfy_manager.log';

/** Where a package from the laptop is put on a host. @param source its path on the laptop */
export function packagePath(source: string): AbsolutePath {
  return `${PACKAGES}/${source.split(/[\\/]/).at(-1) ?? source}`;
}
