import type { Cluster } from '../../../model/cluster.ts';
import { MINUTE } from '../../../model/duration.ts';
import type { Command } from '../../../model/host/command.ts';
import { brokerPaths } from '../paths.ts';

/** Creates a virtual host whose queues are quorum queues by default. Does nothing if it exists. */
export function addVhost(names: Pick<Cluster, 'brokerLongNames'>, vhost: string): Command {
  return rabbitmqctl(names, ['add_vhost', vhost, '--default-queue-type', 'quorum']);
}

/** Gives the cluster's user all permissions in a virtual host. */
export function allowUser(cluster: Pick<Cluster, 'brokerLongNames' | 'brokerUser'>, vhost: string): Command {
  return rabbitmqctl(cluster, ['set_permissions', '-p', vhost, cluster.brokerUser, '.*', '.*', '.*']);
}

/** Enables every stable feature flag. */
export function enableFeatureFlags(names: Pick<Cluster, 'brokerLongNames'>): Command {
  return rabbitmqctl(names, ['enable_feature_flag', 'all']);
}

/**
 * Creates or replaces users, permissions and policies. They are in a file, because rabbitmqctl 4.0 of Debian 13 waits
 * without end for definitions on stdin [measured].
 */
export function importDefinitions(names: Pick<Cluster, 'brokerLongNames'>): Command {
  return rabbitmqctl(names, ['import_definitions', brokerPaths.definitions]);
}

/** Run on a broker: gives a node a copy of every quorum queue. */
export function growQuorumQueues(node: string): Command {
  return {
    ...{ program: 'rabbitmq-queues', args: ['-q', 'grow', `rabbit@${node}`, 'all'], as: 'root' },
    timeoutMs: 10 * MINUTE,
  };
}

function rabbitmqctl(
  { brokerLongNames }: Pick<Cluster, 'brokerLongNames'>,
  args: readonly string[],
): Command {
  const names = brokerLongNames ? ['--longnames'] : [];
  return { program: 'rabbitmqctl', args: ['-q', ...names, ...args], as: 'root', timeoutMs: 2 * MINUTE };
}
