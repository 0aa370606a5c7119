import {
  hostOfNode,
  isMirrorInSync,
  isMirrorCritical,
  nodesSeenBy,
  queuesOf,
  isBrokerRunning,
} from '../services/broker.ts';
import type { BrokerMember, SimulatedHost, World } from '../world/state.ts';
import { hasCredentials, jsonReply, type SimulatedEndpoint, type SimulatedReply } from './reply.ts';

const CHECKS = '/api/health/checks/';
const node = (name: string) => `rabbit@${name}`;

/** Port 15671, as the management plugin of RabbitMQ 3.10. Closed while the node is paused. */
export function rabbitmqEndpoint(world: World, host: SimulatedHost): SimulatedEndpoint | undefined {
  const member = host.broker;
  if (!member || !isBrokerRunning(world, host)) return undefined;
  return {
    ca: member.ca,
    answer: ({ probe, path }) => {
      if (!hasCredentials(probe, member.user, member.password)) {
        return jsonReply(401, { error: 'not_authorised', reason: 'Login failed' });
      }
      const [name = ''] = path.split('?');
      if (name === '/api/nodes') return jsonReply(200, nodes(world, member));
      if (name === '/api/queues') return jsonReply(200, queues(world, member));
      if (name.startsWith(CHECKS)) return check(world, member, name.slice(CHECKS.length));
      return jsonReply(404, { error: 'Object Not Found', reason: 'Not Found' });
    },
  };
}

function nodes(world: World, member: BrokerMember): readonly object[] {
  return nodesSeenBy(world, member).map(({ node: name, running }) => {
    if (!running) return { name: node(name), running: false };
    const alarms = hostOfNode(world, name)?.broker?.alarms;
    return {
      partitions: [],
      name: node(name),
      running: true,
      mem_alarm: alarms?.has('mem_alarm') ?? false,
      disk_free_alarm: alarms?.has('disk_free_alarm') ?? false,
      type: 'disc',
    };
  });
}

/** Lists classic queues, mirrored on all nodes (`ha-mode: all`). */
function queues(world: World, member: BrokerMember): readonly object[] {
  const mirrors = nodesSeenBy(world, member)
    .filter(({ running }) => running)
    .slice(1);
  return queuesOf(world, member).map((name) => ({
    name,
    vhost: '/',
    slave_nodes: mirrors.map((mirror) => node(mirror.node)),
    synchronised_slave_nodes: mirrors
      .filter((mirror) => isMirrorInSync(world, mirror.node))
      .map((m) => node(m.node)),
  }));
}

function check(world: World, member: BrokerMember, name: string): SimulatedReply {
  switch (name) {
    case 'alarms':
      return alarms(world, member);
    case 'node-is-quorum-critical':
      return jsonReply(200, { status: 'ok' });
    case 'node-is-mirror-sync-critical':
      return isMirrorCritical(world, member)
        ? jsonReply(503, {
            status: 'failed',
            reason: 'There are classic mirrored queues without online mirrors',
          })
        : jsonReply(200, { status: 'ok' });
    default:
      return jsonReply(404, { error: 'Object Not Found', reason: 'Not Found' });
  }
}

const RESOURCES = { mem_alarm: 'memory', disk_free_alarm: 'disk' };

function alarms(world: World, member: BrokerMember): SimulatedReply {
  const raised = nodesSeenBy(world, member).flatMap(({ node: name }) =>
    [...(hostOfNode(world, name)?.broker?.alarms ?? [])].map((alarm) => ({
      node: node(name),
      resource: RESOURCES[alarm],
    })),
  );
  if (raised.length === 0) return jsonReply(200, { status: 'ok' });
  return jsonReply(503, {
    status: 'failed',
    reason: 'There are alarms in effect in the cluster',
    alarms: raised,
  });
}
