import type { Cluster, Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import type { Release } from '../product/releases.ts';
import { cfy, cfyManager } from './program.ts';

/**
 * Run on a remaining broker: the product's own `forget_cluster_node`. Exits 1 while `/api/nodes` of that broker reports
 * the node as running (up to a minute after the stop), and if the node is no longer listed (main.py, 299-315). Restarts
 * nothing.
 * @param node without `rabbit@`
 */
export function removeBroker({ brokersRemoveCommand }: Release, node: string): Command {
  return cfyManager([...brokersRemoveCommand, node]);
}

/**
 * Run on one manager, for all managers: registers a broker with the name and the networks that an installation gives it
 * (cloudify-manager, configure_manager.py, 257). Fails if the broker is registered already (cloudify-cli, cluster.py,
 * 360).
 */
export function registerBroker(cluster: Cluster, host: Host): Command {
  const networks = JSON.stringify({ default: host.privateIp, ...host.networks });
  return cfy(['cluster', 'brokers', 'add', brokerNodeName(cluster, host), host.privateIp, '-n', networks]);
}

/**
 * Run on one manager, for all managers: unregisters a broker. Fails if it is not registered (cluster.py, 383).
 * @param node without `rabbit@`
 */
export function unregisterBroker(node: string): Command {
  return cfy(['cluster', 'brokers', 'remove', node]);
}
