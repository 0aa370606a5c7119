import { endpoint } from '../../../model/address.ts';
import type { Cluster, Host } from '../../../model/cluster.ts';
import type { Material } from '../../../model/material.ts';
import {
  isConfigObject,
  mergeConfig,
  type ConfigObject,
  type ConfigValue,
} from '../../../components/config-object.ts';
import { dataDirectory, databasePaths } from '../paths.ts';
import { overlayOf } from './overlays.ts';
import { ownParameters, sharedParameters } from './parameters.ts';

/** Account with which Patroni's REST API is called to change something. */
const REST_USER = 'patroni';

const HBA: readonly string[] = [
  'local all postgres peer',
  'hostssl replication replicator 0.0.0.0/0 scram-sha-256',
  'hostssl replication replicator ::0/0 scram-sha-256',
  'hostssl all all 0.0.0.0/0 scram-sha-256',
  'hostssl all all ::0/0 scram-sha-256',
];

/** Returns Patroni's configuration file on a database, as data. It does not depend on the other members. */
export function patroniConfig(cluster: Cluster, host: Host, { secrets }: Material): ConfigObject {
  const config: ConfigObject = {
    scope: cluster.name,
    namespace: '/quorate/',
    name: host.name,
    restapi: {
      listen: endpoint(host.privateIp, 8008),
      connect_address: endpoint(host.privateIp, 8008),
      authentication: { username: REST_USER, password: secrets.patroni_rest_password },
      certfile: databasePaths.certificate,
      keyfile: databasePaths.key,
      cafile: databasePaths.ca,
    },
    ctl: { cacert: databasePaths.ca },
    etcd3: {
      hosts: [endpoint(host.privateIp, 2379)],
      protocol: 'https',
      cacert: databasePaths.clientCa,
      cert: databasePaths.clientCertificate,
      key: databasePaths.clientKey,
    },
    bootstrap: {
      dcs: sharedConfig(cluster),
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
    },
    postgresql: postgresqlSection(cluster, host, secrets),
    watchdog: { mode: 'off' },
  };
  return mergeConfig(config, overlayOf(host, 'patroni'));
}

/** The configuration in etcd, which Patroni writes when it creates the cluster. */
function sharedConfig(cluster: Cluster): ConfigObject {
  return {
    ttl: 30,
    loop_wait: 10,
    retry_timeout: 10,
    maximum_lag_on_failover: 1048576,
    synchronous_mode: true,
    synchronous_mode_strict: true,
    failsafe_mode: true,
    postgresql: {
      use_pg_rewind: true,
      use_slots: true,
      parameters: sharedParameters(cluster),
    },
  };
}

function postgresqlSection(cluster: Cluster, host: Host, secrets: Material['secrets']): ConfigObject {
  const { version } = cluster;
  const { privateIp } = host;
  const tls = { sslmode: 'verify-ca', sslrootcert: databasePaths.ca };
  return {
    listen: endpoint(privateIp, 5432),
    connect_address: endpoint(privateIp, 5432),
    data_dir: dataDirectory(version.major),
    bin_dir: `/usr/lib/postgresql/${version.major}/bin`,
    pgpass: '/var/lib/postgresql/.pgpass-quorate',
    use_unix_socket: true,
    authentication: {
      replication: { username: 'replicator', password: secrets.replicator_password, ...tls },
      superuser: { username: 'postgres', password: secrets.postgres_password, ...tls },
    },
    parameters: ownParameters(cluster, host),
    pg_hba: HBA,
    basebackup: [{ checkpoint: 'fast' }],
    remove_data_directory_on_rewind_failure: false,
    remove_data_directory_on_diverged_timelines: false,
  };
}

/** The parts of the file that need a restart of Patroni. The other parts have names of their own in the receipts. */
export function patroniSettings(cluster: Cluster, host: Host, material: Material): ConfigObject {
  const config = patroniConfig(cluster, host, material);
  const { restapi, postgresql } = config;
  return {
    ...without(config, ['scope', 'name', 'bootstrap']),
    restapi: without(restapi, ['authentication']),
    postgresql: without(postgresql, ['authentication', 'parameters']),
  };
}

function without(section: ConfigValue | undefined, keys: readonly string[]): ConfigObject {
  const entries = isConfigObject(section) ? Object.entries(section) : [];
  return Object.fromEntries(entries.filter(([key]) => !keys.includes(key)));
}
