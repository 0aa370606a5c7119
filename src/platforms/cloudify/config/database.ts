import {
  ownAddressSection,
  databaseNodesSetting,
  monitoringSection,
  ownCertificate,
  servicesToInstall,
  type ConfigInput,
} from './shared.ts';
import type { ConfigObject } from '../../../components/config-object.ts';

/** Returns config.yaml of a database. All databases have the same except for addresses (docs/cloudify-facts.md 2.5). */
export function databaseConfig(input: ConfigInput): ConfigObject {
  return {
    ...ownAddressSection(input),
    postgresql_server: {
      postgres_password: input.material.secrets.postgres_password,
      ...ownCertificate(),
      ssl_enabled: true,
      ssl_only_connections: true,
      ssl_client_verification: input.cluster.sslClientVerification,
      cluster: databaseCluster(input),
      ...monitoringAccount(input),
    },
    ...monitoringSection(input),
    services_to_install: servicesToInstall(input, 'database'),
  };
}

function databaseCluster({ cluster, release, material: { secrets } }: ConfigInput): ConfigObject {
  return {
    nodes: databaseNodesSetting(release, cluster),
    etcd: {
      cluster_token: secrets.etcd_token,
      root_password: secrets.etcd_root_password,
      patroni_password: secrets.etcd_patroni_password,
    },
    patroni: { rest_user: 'patroni', rest_password: secrets.patroni_rest_password },
    postgres: { replicator_password: secrets.replicator_password },
  };
}

function monitoringAccount({ cluster, release, material }: ConfigInput): ConfigObject {
  const password = material.secrets.db_monitoring_password;
  if (!cluster.monitoring || !release.monitoring || !password) return {};
  return { db_monitoring: { username: 'cloudify_db_monitoring', password } };
}
