import type { InventoryFinding } from '../../problems.ts';
import type { Rule } from '../rule.ts';
import { didYouMean } from '../../../errors/suggest.ts';
import { parameterNames } from './parameter-names.ts';

/** Parameters that Quorate or Patroni sets. */
const OWNED: ReadonlySet<string> = new Set([
  ...['archive_mode', 'cluster_name', 'config_file', 'data_directory', 'external_pid_file', 'hba_file'],
  ...['hot_standby', 'ident_file', 'listen_addresses', 'password_encryption', 'port', 'primary_conninfo'],
  ...['primary_slot_name', 'recovery_target', 'recovery_target_action', 'recovery_target_inclusive'],
  ...['recovery_target_lsn', 'recovery_target_name', 'recovery_target_time', 'recovery_target_timeline'],
  ...[
    'recovery_min_apply_delay',
    'recovery_target_xid',
    'restore_command',
    'ssl',
    'ssl_ca_file',
    'ssl_cert_file',
    'ssl_key_file',
  ],
  ...['synchronous_standby_names', 'unix_socket_directories', 'wal_log_hints'],
]);

/** The values that do not risk acknowledged data or the protection of connections, by parameter. */
const SAFE: Readonly<Record<string, readonly string[]>> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  ignore_checksum_failure: ['off'],
  zero_damaged_pages: ['off'],
  data_sync_retry: ['off'],
  ignore_invalid_pages: ['off'],
  session_replication_role: ['origin'],
  synchronous_commit: ['on', 'remote_apply'],
  wal_level: ['replica', 'logical'],
  ssl_min_protocol_version: ['TLSv1.2', 'TLSv1.3'],
};

/** Least values that Patroni accepts in etcd; it ignores a smaller one. Source: Patroni's documentation, "Dynamic configuration". */
const LEAST: Readonly<Record<string, number>> = {
  max_connections: 25,
  max_locks_per_transaction: 32,
  max_prepared_transactions: 0,
  max_replication_slots: 4,
  max_wal_senders: 3,
  max_worker_processes: 2,
};

type Value = string | number | boolean;

/** Parameters of PostgreSQL that the inventory may not set, because the cluster or its data depends on them. */
export const parameters: Rule = ({ cluster: { native, version } }) =>
  Object.entries(native?.parameters ?? {}).flatMap(([name, value]): readonly InventoryFinding[] => {
    const fault = faultOf(name, value) ?? unknownName(name, version.major);
    return fault ? [{ at: ['native', 'postgresql', 'parameters', name], part: 'key', ...fault }] : [];
  });

function faultOf(name: string, value: Value): Pick<InventoryFinding, 'what' | 'next'> | undefined {
  if (!/^[a-z_][a-z0-9_.]*$/.test(name))
    return {
      what: 'this is no name of a parameter',
      next: 'write it in lower-case letters, such as work_mem',
    };
  if (OWNED.has(name)) return { what: `quorate itself sets ${name}`, next: 'remove the parameter' };
  const least = LEAST[name];
  if (least !== undefined && !(/^\d+$/.test(String(value)) && Number(value) >= least))
    return { what: `${name}: not a whole number from ${least}`, next: `write a number, at least ${least}` };
  if (name === 'wal_keep_size' && !/^\d+(MB|GB|TB)$/.test(String(value)))
    return { what: `${name}: not a size`, next: 'write a size such as 1GB' };
  const safe = SAFE[name];
  if (!safe || safe.includes(spelled(value))) return undefined;
  const next = `use ${safe.join(' or ')}, or remove the parameter`;
  return { what: `${name}: ${String(value)} would put data or connections at risk`, next };
}

function unknownName(name: string, version: number): Pick<InventoryFinding, 'what' | 'next'> | undefined {
  const known = parameterNames(version);
  if (!known || known.includes(name) || name.includes('.')) return undefined;
  const what = `PostgreSQL ${version} has no parameter ${name}${didYouMean(name, known)}`;
  return { what, next: 'correct the name: Patroni would ignore the parameter' };
}

/** PostgreSQL's own spelling of a boolean, and the value as it is otherwise. */
function spelled(value: Value): string {
  const text = String(value).toLowerCase();
  if (['on', 'true', 'yes', '1'].includes(text)) return 'on';
  return ['off', 'false', 'no', '0'].includes(text) ? 'off' : String(value);
}
