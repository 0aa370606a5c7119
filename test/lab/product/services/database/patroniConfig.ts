import { stringify } from 'yaml';
import { databasePaths as at } from '../../base/paths.ts';
import { inUrl } from '../../base/request.ts';
import { identifier } from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';
import { clusterHba } from './hba.ts';

/** /etc/patroni.conf as in the product, except that it uses etcd's version 3 protocol, because of Debian's etcd. */
export function patroniConfig(settings: Settings): string {
  const server = settings.postgresql_server;
  const { patroni } = server.cluster;
  const own = settings.manager.private_ip;
  const host = inUrl(own);
  const config = {
    scope: 'postgres',
    namespace: '/db/',
    log: { dir: `${at.logs}/patroni` },
    name: `pg${identifier(own)}`,
    restapi: {
      listen: `${host}:8008`,
      connect_address: `${host}:8008`,
      authentication: { username: patroni.rest_user, password: String(patroni.rest_password) },
      cafile: at.dbCa,
      certfile: at.restCert,
      keyfile: at.restKey,
    },
    bootstrap: {
      dcs: dcsDefaults(settings),
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
    },
    postgresql: postgresqlSection(settings),
    tags: { nofailover: false, noloadbalance: false, clonefrom: false, nosync: false },
    etcd3: {
      hosts: [`${host}:2379`],
      protocol: 'https',
      cacert: at.etcdCa,
      username: 'patroni',
      password: String(server.cluster.etcd.patroni_password),
    },
  };
  return stringify(config, { lineWidth: 0 });
}

function dcsDefaults(settings: Settings): object {
  return {
    ttl: 30,
    loop_wait: 10,
    retry_timeout: 10,
    maximum_lag_on_failover: 0,
    synchronous_mode: true,
    synchronous_mode_strict: true,
    check_timeline: true,
    postgresql: {
      pg_hba: clusterHba(settings),
      parameters: {
        // The real product uses '.': a copy of the data then contains the leader's lock file. If process ids of hosts
        // are
        // alike, as in containers, PostgreSQL mistakes it for its own.
        unix_socket_directories: at.patroniDir,
        synchronous_commit: 'on',
        ssl: 'on',
        ssl_ca_file: at.dbCa,
        ssl_cert_file: at.dbCert,
        ssl_key_file: at.dbKey,
        ssl_ciphers: 'HIGH',
      },
    },
  };
}

function postgresqlSection(settings: Settings): object {
  const server = settings.postgresql_server;
  const host = inUrl(settings.manager.private_ip);
  const tls = { sslmode: 'verify-full', sslrootcert: at.dbCa };
  return {
    listen: `${host}:5432`,
    connect_address: `${host}:5432`,
    data_dir: at.patroniData,
    bin_dir: at.postgresBin,
    pgpass: at.pgpass,
    authentication: {
      replication: {
        username: 'replicator',
        password: String(server.cluster.postgres.replicator_password),
        ...tls,
      },
      superuser: { username: 'postgres', password: String(server.postgres_password), ...tls },
    },
    custom_conf: at.customConfig,
    // The real product uses a spread checkpoint, which takes four and a half minutes while clients write.
    basebackup: [{ checkpoint: 'fast' }],
    use_pg_rewind: true,
    remove_data_directory_on_rewind_failure: true,
    remove_data_directory_on_diverged_timelines: true,
  };
}

/**
 * Settings of PostgreSQL. The real product uses a quarter of the memory, which is too much for nine hosts on one
 * machine.
 */
export function postgresConfig(): string {
  const parameters = {
    log_destination: 'stderr',
    logging_collector: 'on',
    log_directory: `'${at.logs}/postgres'`,
    log_filename: "'postgresql-%a.log'",
    log_file_mode: '0644',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: 0,
    log_line_prefix: "'< %m >'",
    timezone: "'UTC'",
    shared_buffers: '32MB',
    max_connections: 250,
    checkpoint_completion_target: 0.9,
  };
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}
