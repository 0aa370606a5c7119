import type { Cluster, Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import { brokerNodeName } from '../product/members.ts';
import type { Release } from '../product/releases.ts';
import { cfy, cfyManager } from './program.ts';

/**
 * On a broker that stays: the product's own `forget_cluster_node`. Refused, exit 1, while `/api/nodes` of the broker
 * it runs on says that the node is running (it may say so for up to a minute after the stop), and when the node is
 * not listed any more (main.py, 299-315). Restarts nothing. @param node without `rabbit@`
 */
export function removeBroker({ brokersRemoveCommand }: Release, node: string): Command {
  return cfyManager([...brokersRemoveCommand, node]);
}

/**
 * On a manager, once for all of them: enters a broker into the managers' registry, under the name and with the
 * networks that an installation gives it there (cloudify-manager, configure_manager.py, 257). An error if it is there already
 * (cloudify-cli, cluster.py, 360).
 */
export function registerBroker(cluster: Cluster, host: Host): Command {
  const networks = JSON.stringify({ default: host.privateIp, ...host.networks });
  return cfy(['cluster', 'brokers', 'add', brokerNodeName(cluster, host), host.privateIp, '-n', networks]);
}

/**
 * On a manager: takes a broker out of the managers' registry; an error if it is not there (cluster.py, 383).
 * @param node without `rabbit@`
 */
export function unregisterBroker(node: string): Command {
  return cfy(['cluster', 'brokers', 'remove', node]);
}
