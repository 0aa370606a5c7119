import { endpoint } from '../../../model/address.ts';
import type { Cluster, Host } from '../../../model/cluster.ts';
import type { Material } from '../../../model/material.ts';
import type { ConfigObject } from '../../../components/config-object.ts';
import { dataDirectory, databasePaths } from '../paths.ts';

/** Account with which Patroni's REST API is called to change something. */
const REST_USER = 'patroni';

/** Parameters that Patroni reads only from its configuration in etcd. */
const SHARED_PARAMETERS: readonly string[] = [
  ...['max_connections', 'max_locks_per_transaction', 'max_worker_processes', 'max_prepared_transactions'],
  ...['wal_level', 'track_commit_timestamp', 'max_wal_senders', 'max_replication_slots', 'wal_keep_size'],
];

const LOCAL_PARAMETERS: ConfigObject = {
  unix_socket_directories: '/var/run/postgresql',
  password_encryption: 'scram-sha-256',
  ssl: 'on',
  ssl_ca_file: databasePaths.ca,
  ssl_cert_file: databasePaths.certificate,
  ssl_key_file: databasePaths.key,
  ssl_min_protocol_version: 'TLSv1.2',
  // A backup can be added later without a restart.
  archive_mode: 'on',
  archive_command: '/bin/true',
  max_slot_wal_keep_size: '4GB',
  logging_collector: 'on',
  log_directory: '/var/log/postgresql',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_truncate_on_rotation: 'on',
};

const HBA: readonly string[] = [
  'local all postgres peer',
  'hostssl replication replicator 0.0.0.0/0 scram-sha-256',
  'hostssl replication replicator ::0/0 scram-sha-256',
  'hostssl all all 0.0.0.0/0 scram-sha-256',
  'hostssl all all ::0/0 scram-sha-256',
];

/** Returns Patroni's configuration file on a database, as data. It does not depend on the other members. */
export function patroniConfig(cluster: Cluster, host: Host, { secrets }: Material): ConfigObject {
  return {
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
}

/** The configuration in etcd, which Patroni writes when it creates the cluster. */
function sharedConfig({ native }: Cluster): ConfigObject {
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
      parameters: { wal_level: 'replica', ...parametersOf(native, true) },
    },
  };
}

function parametersOf(native: Cluster['native'], shared: boolean): ConfigObject {
  const all = Object.entries(native?.parameters ?? {});
  return Object.fromEntries(all.filter(([name]) => SHARED_PARAMETERS.includes(name) === shared));
}

function postgresqlSection(
  { native, version }: Cluster,
  { privateIp }: Host,
  secrets: Material['secrets'],
): ConfigObject {
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
    parameters: { ...LOCAL_PARAMETERS, ...parametersOf(native, false) },
    pg_hba: HBA,
    basebackup: [{ checkpoint: 'fast' }],
    remove_data_directory_on_rewind_failure: false,
    remove_data_directory_on_diverged_timelines: false,
  };
}
