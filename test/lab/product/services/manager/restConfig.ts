import { readFileSync } from 'node:fs';
import { write } from '../../base/files.ts';
import { certificatePaths as at, managerPaths } from '../../base/paths.ts';
import { listeners, type Listener } from '../../config/globals.ts';
import { databaseAddresses, hasDatabaseCluster } from '../../config/members.ts';
import { wants, type Settings } from '../../config/settings.ts';
import { restDatabaseHosts } from '../database/cluster.ts';

/**
 * /opt/manager/cloudify-rest.conf, the configuration of the REST service. `dbs add` and `dbs remove` edit the hosts.
 */
export interface RestConfig {
  postgresql_host: string | string[];
  readonly postgresql_db_name: string;
  readonly postgresql_username: string;
  readonly postgresql_password: string;
  readonly postgresql_ssl_client_verification: boolean;
  readonly postgresql_ca_cert_path: string;
  readonly postgresql_ssl_cert_path: string;
  readonly postgresql_ssl_key_path: string;
  readonly ca_cert_path: string;
  readonly broker_ca_cert_path: string;
  readonly manager_hostname: string;
  readonly version: string;
  readonly listeners: readonly Listener[];
  /** Null if the manager does not monitor the nodes. */
  readonly monitoring: { readonly username: string; readonly password: string } | null;
}

export function writeRestConfig(settings: Settings, version: string): void {
  const { postgresql_client: client, manager, prometheus } = settings;
  const cluster = hasDatabaseCluster(settings) ? databaseAddresses(settings) : client.host;
  const config: RestConfig = {
    postgresql_host: restDatabaseHosts() ?? cluster,
    postgresql_db_name: client.cloudify_db_name,
    postgresql_username: client.cloudify_username,
    postgresql_password: String(client.cloudify_password),
    postgresql_ssl_client_verification: client.ssl_client_verification,
    postgresql_ca_cert_path: at.postgresCa,
    postgresql_ssl_cert_path: at.postgresCert,
    postgresql_ssl_key_path: at.postgresKey,
    ca_cert_path: at.ca,
    broker_ca_cert_path: settings.rabbitmq.ca_path || at.ca,
    manager_hostname: manager.hostname,
    version,
    listeners: listeners(settings),
    monitoring:
      wants(settings, 'monitoring_service') && prometheus ? monitoringLogin(prometheus.credentials) : null,
  };
  saveRestConfig(config);
}

const monitoringLogin = ({ username, password }: { username: string; password: string }) => ({
  username,
  password: String(password),
});

export const readRestConfig = (): RestConfig =>
  JSON.parse(readFileSync(managerPaths.restConfig, 'utf8')) as RestConfig;

export const saveRestConfig = (config: RestConfig): void =>
  write(managerPaths.restConfig, JSON.stringify(config, null, 2), { owner: 'cfyuser', mode: 0o660 });
