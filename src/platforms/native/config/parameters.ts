import type { Cluster, Host } from '../../../model/cluster.ts';
import { databasePaths } from '../paths.ts';
import { memoryParameters } from './memory.ts';

/** Parameters that Patroni reads only from its configuration in etcd. Source: Patroni's documentation, "Dynamic configuration". */
const SHARED: readonly string[] = [
  ...['max_connections', 'max_locks_per_transaction', 'max_worker_processes', 'max_prepared_transactions'],
  ...['wal_level', 'track_commit_timestamp', 'max_wal_senders', 'max_replication_slots', 'wal_keep_size'],
];

/**
 * Parameters that PostgreSQL reads only when it starts. Source: `postgres --describe-config` of PostgreSQL 15 on Debian 12, and
 * the documentation of 16 to 18 for the parameters that these have added.
 */
const READ_AT_START: ReadonlySet<string> = new Set([
  ...['archive_mode', 'autovacuum_freeze_max_age', 'autovacuum_max_workers'],
  ...['autovacuum_multixact_freeze_max_age', 'bonjour', 'bonjour_name', 'cluster_name', 'data_directory'],
  ...['data_sync_retry', 'dynamic_shared_memory_type', 'event_source', 'external_pid_file', 'hba_file'],
  ...['hot_standby', 'huge_page_size', 'huge_pages', 'ident_file', 'jit_provider', 'listen_addresses'],
  ...['logging_collector', 'max_connections', 'max_files_per_process', 'max_locks_per_transaction'],
  ...['max_logical_replication_workers', 'max_pred_locks_per_transaction', 'max_prepared_transactions'],
  ...['max_replication_slots', 'max_wal_senders', 'max_worker_processes', 'min_dynamic_shared_memory'],
  ...['old_snapshot_threshold', 'port', 'recovery_target', 'recovery_target_action'],
  ...['recovery_target_inclusive', 'recovery_target_lsn', 'recovery_target_name', 'recovery_target_time'],
  ...['recovery_target_timeline', 'recovery_target_xid', 'shared_buffers', 'shared_memory_type'],
  ...['shared_preload_libraries', 'superuser_reserved_connections', 'track_activity_query_size'],
  ...['track_commit_timestamp', 'unix_socket_directories', 'unix_socket_group', 'unix_socket_permissions'],
  ...['wal_buffers', 'wal_decode_buffer_size', 'wal_level', 'wal_log_hints'],
  // Added in 16.
  ...['reserved_connections', 'debug_io_direct', 'ignore_invalid_pages'],
  // Added in 17.
  ...['commit_timestamp_buffers', 'max_notify_queue_pages', 'multixact_member_buffers'],
  ...['multixact_offset_buffers', 'notify_buffers', 'serializable_buffers', 'subtransaction_buffers'],
  ...['transaction_buffers', 'trace_connection_negotiation'],
  // Added in 18.
  ...[
    'autovacuum_worker_slots',
    'io_max_combine_limit',
    'io_max_concurrency',
    'io_method',
    'max_active_replication_origins',
  ],
]);

type Settings = Pick<Cluster, 'native' | 'hosts'>;
type Parameters = Readonly<Record<string, string | number | boolean>>;

const OWN: Parameters = {
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
  // Files are replaced after a week; one that also ended at a size would be written over within a day.
  log_rotation_size: 0,
};

/**
 * The shared parameters that a standby must not have smaller than its leader, with Patroni's defaults. Source: CMDLINE_OPTIONS
 * of patroni/postgresql/config.py.
 */
const NOT_SMALLER_ON_STANDBY: Readonly<Record<string, number>> = {
  max_connections: 100,
  max_worker_processes: 8,
  max_wal_senders: 10,
  max_prepared_transactions: 0,
  max_locks_per_transaction: 64,
};

/** The values of the parameters that a standby must not have smaller than its leader. */
export function parametersFromLeader({ native }: Pick<Cluster, 'native'>): Readonly<Record<string, number>> {
  const given = Object.entries(NOT_SMALLER_ON_STANDBY).map(([name, usual]) => {
    const value = native?.parameters[name];
    return [name, value === undefined ? usual : Number(value)] as const;
  });
  return Object.fromEntries(given);
}

/** The parameters in Patroni's configuration in etcd, which all databases share. */
export function sharedParameters({ native }: Pick<Cluster, 'native'>): Parameters {
  return { wal_level: 'replica', ...chosen(native?.parameters ?? {}, (name) => SHARED.includes(name)) };
}

/** The shared parameters, with null for those that the inventory does not set: Patroni removes such a parameter. */
export function allSharedParameters(
  cluster: Pick<Cluster, 'native'>,
): Readonly<Record<string, Parameters[string] | null>> {
  return { ...Object.fromEntries(SHARED.map((name) => [name, null])), ...sharedParameters(cluster) };
}

/** The parameters in the configuration file of each database. */
export function ownParameters(cluster: Settings, host: Host): Parameters {
  const given = chosen(cluster.native?.parameters ?? {}, (name) => !SHARED.includes(name));
  return { ...OWN, ...memoryParameters(cluster, host), ...given };
}

/** The parameters that apply after a restart of PostgreSQL, or those that apply after a reload. */
export function parametersAppliedBy(
  cluster: Settings,
  host: Host,
  applied: 'restart' | 'reload',
): Parameters {
  const all = { ...sharedParameters(cluster), ...ownParameters(cluster, host) };
  // A shared parameter is written to etcd by `reconfigure` only, so that no restart applies it to one database alone.
  return chosen(all, (name) => needsRestart(name) === (applied === 'restart'));
}

/** The parameters of an extension, such as `pg_stat_statements.max`, may need a restart too. */
function needsRestart(name: string): boolean {
  return READ_AT_START.has(name) || SHARED.includes(name) || name.includes('.');
}

function chosen(parameters: Parameters, wanted: (name: string) => boolean): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => wanted(name)));
}
