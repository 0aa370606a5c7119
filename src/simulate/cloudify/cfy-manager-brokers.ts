import { hostOfNode, nodesSeenBy, runs } from '../services/broker.ts';
import { ProductError } from './config.ts';
import { row } from './table.ts';
import type { Here, Program } from '../commands/usage.ts';

export function* listBrokers({ world, host, out }: Here): Program {
  yield 2_000;
  if (!host.broker || !runs(world, host)) throw new ProductError('RabbitNodeListError', 'no node runs here');
  out(row(['broker_name', 'running', 'alarms']));
  for (const { node, running } of nodesSeenBy(world, host.broker)) {
    const alarms = [...(hostOfNode(world, node)?.broker?.alarms ?? [])].join(', ');
    out(row([`rabbit@${node}`, running ? 'True' : 'False', alarms]));
  }
  return 0;
}

/** Runs on a survivor, once the target is stopped. */
export function* removeBroker({ world, host }: Here, node: string): Program {
  yield 3_000;
  if (!host.broker || !runs(world, host)) throw new ProductError('RabbitNodeListError', 'no node runs here');
  const target = nodesSeenBy(world, host.broker).find((one) => one.node === node);
  if (!target) throw new ProductError('ClusteringError', `${node} not found`);
  if (target.running)
    throw new ProductError('ClusteringError', `${node} is still running: wait up to one minute`);
  host.broker.cluster.nodes.delete(node);
  world.note({ host: host.name, kind: 'effect', what: `broker ${node} forgotten` });
  return 0;
}
