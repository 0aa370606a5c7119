import { endpoint } from '../../model/address.ts';
import { isServing } from '../services/running.ts';
import { listsMember } from '../services/database-members.ts';
import { hasEverFormed, hasQuorumAt, memberId } from '../services/database.ts';
import type { DatabaseMember, SimulatedHost, World } from '../world/state.ts';
import { jsonReply, type SimulatedEndpoint, type SimulatedReply } from './reply.ts';

/** Port 2379, as the v2 interface that etcd of every release serves. A removed member shuts down by itself. */
export function etcdEndpoint(world: World, host: SimulatedHost): SimulatedEndpoint | undefined {
  const member = host.database;
  if (!member || !isServing(world, host, member) || !listsMember(member.cluster, member.address))
    return undefined;
  return {
    ca: member.etcdCa ?? member.ca,
    answer: ({ probe, path }) => {
      if (!hasEverFormed(world, member.cluster)) return 'no-answer';
      if (path === '/health') return health(world, host);
      if (path === '/v2/members' && probe.method === 'GET') return memberList(member);
      if (path === '/v3/cluster/member/list' && probe.method === 'POST') return memberListOfV3(member);
      if (path === '/v3/maintenance/status' && probe.method === 'POST') return status(member);
      return { status: 404, body: '404 page not found\n' };
    },
  };
}

function health(world: World, host: SimulatedHost): SimulatedReply {
  const healthy = hasQuorumAt(world, host) && host.database?.cluster.alarms.size === 0;
  return jsonReply(healthy ? 200 : 503, { health: String(healthy) });
}

/** Alarms are errors of every member. */
function status({ cluster }: DatabaseMember): SimulatedReply {
  const errors = [...cluster.alarms].map(
    ([address, alarm]) => `memberID:${memberId(address)} alarm:${alarm} `,
  );
  return jsonReply(200, { header: {}, ...(errors.length > 0 && { errors }) });
}

function memberListOfV3({ cluster }: DatabaseMember): SimulatedReply {
  const members = cluster.members.map((member) => ({
    ID: memberId(member.address),
    peerURLs: [`https://${endpoint(member.address, 2380)}`],
    ...(member.unstarted
      ? {}
      : { name: member.name, clientURLs: [`https://${endpoint(member.address, 2379)}`] }),
    ...(member.learner ? { isLearner: true } : {}),
  }));
  return jsonReply(200, { header: {}, members });
}

function memberList({ cluster }: DatabaseMember): SimulatedReply {
  const members = cluster.members.map((member) => ({
    id: memberId(member.address),
    peerURLs: [`https://${endpoint(member.address, 2380)}`],
    name: member.unstarted ? '' : `etcd${member.address.replaceAll('.', '_')}`,
    clientURLs: member.unstarted ? [] : [`https://${endpoint(member.address, 2379)}`],
  }));
  return jsonReply(200, { members });
}
