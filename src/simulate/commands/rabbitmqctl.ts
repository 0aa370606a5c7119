import { hostOfNode, joinBroker, leave, nodesSeenBy, runs, strange } from '../services/broker.ts';
import type { Given, Here, Program, Known } from './usage.ts';

/** Every call starts an Erlang VM. */
const VM_MS = 1_200;

export const rabbitmqctl: Known = {
  questions: {
    '[-q] [--formatter FORMAT] cluster_status': clusterStatus,
    '[-q] await_startup': awaitStartup,
  },
  actions: {
    '[-q] [--longnames] stop_app': stopApp,
    '[-q] start_app': startApp,
    '[-q] reset': reset,
    '[-q] join_cluster NODE': (here, given) => join(here, bare(given)),
    '[-q] [--longnames] forget_cluster_node NODE': (here, given) => forget(here, bare(given)),
  },
};

function* clusterStatus({ world, host, out, err }: Here): Program {
  yield VM_MS;
  if (!host.broker || !runs(world, host)) return unreachable(err);
  const nodes = nodesSeenBy(world, host.broker);
  const names = (list: typeof nodes) => list.map(({ node }) => `rabbit@${node}`);
  out(
    JSON.stringify({
      cluster_name: `rabbit@${host.broker.node}`,
      disk_nodes: names(nodes),
      running_nodes: names(nodes.filter(({ running }) => running)),
      partitions: {},
      alarms: [...host.broker.alarms],
    }),
  );
  return 0;
}

function* awaitStartup({ world, host, err }: Here): Program {
  yield VM_MS;
  if (!host.broker?.running) return unreachable(err);
  yield Math.max(0, host.broker.since - world.now());
  return 0;
}

function* stopApp({ world, host, err }: Here): Program {
  yield VM_MS;
  if (!host.broker?.running) return unreachable(err);
  if (host.broker.app) world.note({ host: host.name, kind: 'effect', what: `broker ${host.name} stopped` });
  host.broker.app = false;
  return 0;
}

function* startApp({ world, host, err }: Here): Program {
  yield VM_MS;
  if (!host.broker?.running) return unreachable(err);
  const forgotten = strange(host.broker);
  if (forgotten) return refused(err, forgotten);
  if (!host.broker.app) world.note({ host: host.name, kind: 'effect', what: `broker ${host.name} started` });
  host.broker.app = true;
  host.broker.since = world.now();
  return 0;
}

function* reset({ host, err }: Here): Program {
  yield VM_MS;
  if (!host.broker || host.broker.app) return refused(err, 'the application must be stopped first');
  leave(host.broker);
  return 0;
}

function* join({ world, host, err }: Here, target: string): Program {
  yield VM_MS;
  if (!host.broker || host.broker.app) return refused(err, 'the application must be stopped first');
  const error = joinBroker(world, host, target);
  return error ? refused(err, error) : 0;
}

function* forget({ world, host, err }: Here, node: string): Program {
  yield VM_MS;
  if (!host.broker || !runs(world, host)) return unreachable(err);
  if (!host.broker.cluster.nodes.has(node)) return refused(err, `rabbit@${node} is not in the cluster`);
  const target = hostOfNode(world, node);
  if (target && runs(world, target)) return refused(err, `rabbit@${node} must be stopped first`);
  host.broker.cluster.nodes.delete(node);
  world.note({ host: host.name, kind: 'effect', what: `broker ${node} forgotten` });
  return 0;
}

function bare({ NODE = '' }: Given): string {
  return NODE.replace(/^rabbit@/, '');
}

function unreachable(err: Here['err']): number {
  err('Error: unable to perform an operation on node. Please see diagnostics information.');
  return 69;
}

function refused(err: Here['err'], why: string): number {
  err(`Error: ${why}`);
  return 70;
}
