import { Exit } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { productTable } from '../../base/table.ts';
import type { Settings } from '../../config/settings.ts';
import { listBrokerNodes, type BrokerNodes } from '../../services/broker/api.ts';
import { joinCluster, rabbitmqctl } from '../../services/broker/cluster.ts';
import { resolves, withPrefix } from '../../services/broker/names.ts';
import type { Parsed } from '../arguments.ts';
import { prepare, requireConfigured, requireOneOf } from './context.ts';

const log = getLog('Main');

export async function brokersList(parsed: Parsed): Promise<void> {
  const { nodes } = await liveBrokers(parsed, 'brokers_list');
  const rows = [...nodes.nodes].sort().map((name) => ({
    broker_name: name,
    running: nodes.running.includes(name),
    alarms: nodes.alarms[name] ?? [],
  }));
  process.stdout.write(`${productTable(rows, ['broker_name', 'running', 'alarms'])}\n`);
}

/** Runs on the node that joins. */
export async function brokersAdd(parsed: Parsed): Promise<void> {
  const { settings, nodes } = await liveBrokers(parsed, 'brokers_add');
  const target = parsed.text('join-node') ?? '';
  if (nodes.nodes.length > 1)
    refuse(
      'This node is already in a rabbit cluster. The brokers-add command must be run on the node that is joining the ' +
        'rabbit cluster, not one of the existing members.',
    );
  if (!(await resolves(target.split('@').pop() ?? '')))
    refuse(`Could not get address for "${target}".\nNode must be resolvable by DNS or as a hosts entry.`);
  await joinCluster(settings, target, true);
}

/** Runs on a remaining node, once the other node is stopped. */
export async function brokersRemove(parsed: Parsed): Promise<void> {
  const { settings, nodes } = await liveBrokers(parsed, 'brokers_remove');
  const target = withPrefix(parsed.text('remove-node') ?? '');
  if (nodes.running.includes(target))
    refuse(
      'Broker nodes to be removed must be shut down. If you recently shut down the node, please wait up to one minute ' +
        'before re-running this command.',
    );
  if (!nodes.nodes.includes(target))
    refuse(
      `Broker node ${target} not found in cluster. Valid nodes are: ${[...nodes.nodes].sort().join(', ')}`,
    );
  await rabbitmqctl(settings, ['forget_cluster_node', target]);
  log.info(`Broker ${target} removed from cluster.`);
}

async function liveBrokers(
  parsed: Parsed,
  command: string,
): Promise<{ settings: Settings; nodes: BrokerNodes }> {
  const settings = prepare(parsed);
  requireConfigured(settings, command);
  requireOneOf(settings, command, ['queue_service']);
  const nodes = await listBrokerNodes(settings);
  return {
    settings,
    nodes:
      nodes ??
      refuse(
        'Broker node status could not be determined. This may mean that the broker cluster has failed. Please try to ' +
          'recover enough cluster nodes to make a majority be online. If this is not possible, please contact support.',
      ),
  };
}

function refuse(message: string): never {
  log.error(message);
  throw new Exit(1);
}
