import type { Cluster } from '../../model/cluster.ts';
import { MINUTE } from '../../model/duration.ts';
import type { Command } from '../../model/host/command.ts';

/** Typed on a broker: lists the nodes, those that run, and partitions. */
export const BROKER_STATUS = 'rabbitmqctl cluster_status';

/** Typed on a stopped broker: removes another broker from its record of the cluster. @param node without `rabbit@` */
export function forgetBrokerOffline(node: string): string {
  return `rabbitmqctl forget_cluster_node --offline rabbit@${node}`;
}

type LongNames = Pick<Cluster, 'brokerLongNames'>;

/** Stops RabbitMQ on this host but keeps its Erlang node running, so that its peers do not miss it and pause. */
export function stopBroker(names: LongNames): Command {
  return rabbitmqctl(names, ['stop_app']);
}

/** Run on another broker: removes a stopped broker from the cluster. @param node without `rabbit@` */
export function forgetBroker(names: LongNames, node: string): Command {
  return rabbitmqctl(names, ['forget_cluster_node', `rabbit@${node}`]);
}

function rabbitmqctl({ brokerLongNames }: LongNames, args: readonly string[]): Command {
  const names = brokerLongNames ? ['--longnames'] : [];
  return { program: 'rabbitmqctl', args: ['-q', ...names, ...args], as: 'root', timeoutMs: 2 * MINUTE };
}
