import type { Cluster } from '../../../model/cluster.ts';
import { MINUTE } from '../../../model/duration.ts';
import type { Command } from '../../../model/host/command.ts';
import { databasePaths } from '../paths.ts';

/** Makes a member the leader. Fails if it is not a synchronous standby. */
export function switchLeader({ name }: Pick<Cluster, 'name'>, candidate: Command['args'][number]): Command {
  return patronictl(['switchover', name, '--candidate', candidate, '--force']);
}

/** Discards a standby's data, which then copies the leader's. */
export function reinitialize({ name }: Pick<Cluster, 'name'>, member: string): Command {
  return patronictl(['reinit', name, member, '--force']);
}

function patronictl(args: Command['args']): Command {
  const config = ['-c', databasePaths.patroniConfig];
  return { program: 'patronictl', args: [...config, ...args], as: 'root', timeoutMs: 5 * MINUTE };
}
