import {
  hostOfNode,
  joinBroker,
  resetBroker,
  nodesSeenBy,
  isBrokerRunning,
  inconsistentClusterError,
} from '../services/broker.ts';
import type { UsageArguments, ProgramContext, ProgramRun, ProgramUsages } from './usage.ts';

/** Startup time of the Erlang VM, in each call. */
const VM_MS = 1_200;

export const rabbitmqctlUsages: ProgramUsages = {
  questions: {
    '[-q] [--formatter FORMAT] cluster_status': clusterStatus,
    '[-q] await_startup': awaitStartup,
  },
  actions: {
    '[-q] [--longnames] stop_app': stopApp,
    '[-q] start_app': startApp,
    '[-q] reset': reset,
    '[-q] join_cluster NODE': (context, given) => join(context, nodeName(given)),
    '[-q] [--longnames] [--default-queue-type TYPE] add_vhost VHOST': inRunningBroker,
    '[-q] [--longnames] [-p VHOST] set_permissions USER CONFIGURE WRITE READ': inRunningBroker,
    '[-q] [--longnames] enable_feature_flag all': inRunningBroker,
    '[-q] [--longnames] import_definitions PATH': inRunningBroker,
    '[-q] [--longnames] forget_cluster_node NODE': (context, given) => forget(context, nodeName(given)),
  },
};

export const rabbitmqQueuesUsages: ProgramUsages = {
  questions: {},
  actions: { '[-q] grow NODE all': inRunningBroker },
};

/** Virtual hosts, users and queues are not simulated. */
function* inRunningBroker({ world, host, err }: ProgramContext): ProgramRun {
  yield VM_MS;
  return host.broker && isBrokerRunning(world, host) ? 0 : unreachable(err);
}

function* clusterStatus({ world, host, out, err }: ProgramContext): ProgramRun {
  yield VM_MS;
  if (!host.broker || !isBrokerRunning(world, host)) return unreachable(err);
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

function* awaitStartup({ world, host, err }: ProgramContext): ProgramRun {
  yield VM_MS;
  if (!host.broker?.running) return unreachable(err);
  yield Math.max(0, host.broker.readyAt - world.now());
  return 0;
}

function* stopApp({ world, host, err }: ProgramContext): ProgramRun {
  yield VM_MS;
  if (!host.broker?.running) return unreachable(err);
  if (host.broker.appRunning)
    world.record({ host: host.name, kind: 'effect', what: `broker ${host.name} stopped` });
  host.broker.appRunning = false;
  return 0;
}

function* startApp({ world, host, err }: ProgramContext): ProgramRun {
  yield VM_MS;
  if (!host.broker?.running) return unreachable(err);
  const forgotten = inconsistentClusterError(host.broker);
  if (forgotten) return printError(err, forgotten);
  if (!host.broker.appRunning)
    world.record({ host: host.name, kind: 'effect', what: `broker ${host.name} started` });
  host.broker.appRunning = true;
  host.broker.readyAt = world.now();
  return 0;
}

function* reset({ host, err }: ProgramContext): ProgramRun {
  yield VM_MS;
  if (!host.broker || host.broker.appRunning) return printError(err, 'the application must be stopped first');
  resetBroker(host.broker);
  return 0;
}

function* join({ world, host, err }: ProgramContext, target: string): ProgramRun {
  yield VM_MS;
  if (!host.broker || host.broker.appRunning) return printError(err, 'the application must be stopped first');
  const error = joinBroker(world, host, target);
  return error ? printError(err, error) : 0;
}

function* forget({ world, host, err }: ProgramContext, node: string): ProgramRun {
  yield VM_MS;
  if (!host.broker || !isBrokerRunning(world, host)) return unreachable(err);
  if (!host.broker.cluster.nodes.has(node)) return printError(err, `rabbit@${node} is not in the cluster`);
  const target = hostOfNode(world, node);
  if (target && isBrokerRunning(world, target))
    return printError(err, `rabbit@${node} must be stopped first`);
  host.broker.cluster.nodes.delete(node);
  world.record({ host: host.name, kind: 'effect', what: `broker ${node} removed` });
  return 0;
}

function nodeName({ NODE = '' }: UsageArguments): string {
  return NODE.replace(/^rabbit@/, '');
}

function unreachable(err: ProgramContext['err']): number {
  err('Error: unable to perform an operation on node. Please see diagnostics information.');
  return 69;
}

function printError(err: ProgramContext['err'], why: string): number {
  err(`Error: ${why}`);
  return 70;
}
