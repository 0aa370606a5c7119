import { hostOfNode, nodesSeenBy, isBrokerRunning } from '../services/broker.ts';
import { ProductError } from './config.ts';
import { tableRow } from './product.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';

export function* brokersList({ world, host, out }: ProgramContext): ProgramRun {
  yield 2_000;
  if (!host.broker || !isBrokerRunning(world, host))
    throw new ProductError('RabbitNodeListError', 'no node runs here');
  out(tableRow(['broker_name', 'running', 'alarms']));
  for (const { node, running } of nodesSeenBy(world, host.broker)) {
    const alarms = [...(hostOfNode(world, node)?.broker?.alarms ?? [])].join(', ');
    out(tableRow([`rabbit@${node}`, running ? 'True' : 'False', alarms]));
  }
  return 0;
}

/** Runs on a remaining broker. The target must be stopped. */
export function* brokersRemove({ world, host }: ProgramContext, node: string): ProgramRun {
  yield 3_000;
  if (!host.broker || !isBrokerRunning(world, host))
    throw new ProductError('RabbitNodeListError', 'no node runs here');
  const target = nodesSeenBy(world, host.broker).find((seen) => seen.node === node);
  if (!target) throw new ProductError('ClusteringError', `${node} not found`);
  if (target.running)
    throw new ProductError('ClusteringError', `${node} is still running: wait up to one minute`);
  host.broker.cluster.nodes.delete(node);
  world.record({ host: host.name, kind: 'effect', what: `broker ${node} removed` });
  return 0;
}
