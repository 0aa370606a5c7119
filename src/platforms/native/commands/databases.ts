import type { Cluster } from '../../../model/cluster.ts';
import { MINUTE } from '../../../model/duration.ts';
import type { Command } from '../../../model/host/command.ts';
import { databasePaths, dataDirectory } from '../paths.ts';

/** Makes a member the leader. Fails if it is not a synchronous standby. */
export function switchLeader({ name }: Pick<Cluster, 'name'>, candidate: Command['args'][number]): Command {
  return patronictl(['switchover', name, '--candidate', candidate, '--force']);
}

/** Restarts PostgreSQL of the leader, which stays the leader. Patroni applies the parameters in etcd that it has read. */
export function restartLeaderInPlace({ name }: Pick<Cluster, 'name'>): Command {
  return patronictl(['restart', name, { live: 'leader' }, '--force']);
}

/** Waits until Patroni has read its configuration in etcd, which it does every 10 s (loop_wait). */
export const awaitPatroni: Command = { program: 'sleep', args: ['12'], as: 'root', timeoutMs: MINUTE };

/** Discards a standby's data, which then copies the leader's. */
export function reinitialize({ name }: Pick<Cluster, 'name'>, member: string): Command {
  return patronictl(['reinit', name, member, '--force']);
}

/** Writes these parameters to Patroni's configuration in etcd; null removes a parameter. Restarts no database. */
export function setSharedParameters(
  { name }: Pick<Cluster, 'name'>,
  parameters: Readonly<Record<string, string | number | boolean | null>>,
): Command {
  const settings = Object.entries(parameters).flatMap(([parameter, value]) => [
    ...['-s', `postgresql.parameters.${parameter}=${String(value)}`],
  ]);
  return patronictl(['edit-config', name, '--force', '--quiet', ...settings]);
}

/** Fails if a PostgreSQL runs in the data directory, whatever started it. */
export function noPostmaster(version: number): Command {
  return { program: 'no-postmaster', args: [dataDirectory(version)], as: 'root', timeoutMs: MINUTE };
}

function patronictl(args: Command['args']): Command {
  const config = ['-c', databasePaths.patroniConfig];
  return { program: 'patronictl', args: [...config, ...args], as: 'root', timeoutMs: 5 * MINUTE };
}
