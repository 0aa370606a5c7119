import { MINUTE } from '../../../model/duration.ts';
import type { Command, Word } from '../../../model/host/command.ts';
import type { Secret } from '../../../model/secret.ts';

/** Runs a script in the database `postgres`, over the local socket. Nothing of the script is in the arguments. */
export function runSql(script: Secret): Command {
  return psql(script);
}

/** Runs a script that changes nothing. */
export function checkSql(script: Secret): Command {
  return psql(script, '--single-transaction');
}

/**
 * Prints `NAME|VALUE` for each of these parameters of PostgreSQL. On a standby, prints `streaming|1` instead if it streams
 * and has replayed what it received.
 */
export function leaderSettings(names: readonly string[]): Command {
  const list = names.map((name) => `'${name}'`).join(', ');
  const query = `SELECT name, setting FROM pg_settings WHERE name IN (${list}) AND NOT pg_is_in_recovery()
UNION ALL SELECT 'streaming', '1' FROM pg_stat_wal_receiver
WHERE status = 'streaming' AND pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn();
`;
  return psql(query, '--single-transaction');
}

function psql(stdin: Word, ...flags: readonly string[]): Command {
  const args = ['-qXAt', ...flags, '-f', '-', 'postgres'];
  return { program: 'psql', args, as: 'root', timeoutMs: 3 * MINUTE, stdin };
}
