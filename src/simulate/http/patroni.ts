import { endpoint } from '../../model/address.ts';
import { isServing } from '../services/running.ts';
import {
  hasEverFormed,
  hasQuorumAt,
  isReportedStreaming,
  postgresStartedAt,
  runsPatroni,
} from '../services/database.ts';
import type { DatabaseCluster, SimulatedHost, World } from '../world/state.ts';
import { isPendingRestart } from '../native/parameters.ts';
import { jsonReply, type SimulatedEndpoint } from './reply.ts';

/** Time after which the etcd key of a lost member expires. */
const TTL_MS = 30_000;

/** Port 8008 of Patroni 3.0. Without a quorum, Patroni keeps returning the last known state. */
export function patroniEndpoint(world: World, host: SimulatedHost): SimulatedEndpoint | undefined {
  const member = host.database;
  if (
    !member ||
    !isServing(world, host, member) ||
    !runsPatroni(world, host) ||
    !hasEverFormed(world, member.cluster)
  )
    return undefined;
  return {
    ca: member.ca,
    answer: ({ path }) => {
      if (path === '/cluster') return jsonReply(200, { members: members(world, host, member.cluster) });
      if (path === '/patroni') return jsonReply(200, ownState(world, host));
      return { status: host.name === member.cluster.leader ? 200 : 503, body: '{}' };
    },
  };
}

/** Current state of the member's own PostgreSQL. */
function ownState(world: World, host: SimulatedHost): object {
  const role = host.name === host.database?.cluster.leader ? 'master' : 'replica';
  const startedAt = postgresStartedAt(world, host);
  if (startedAt === undefined) return { state: 'creating replica', role };
  return {
    ...{ state: 'running', role, postmaster_start_time: new Date(startedAt).toISOString() },
    ...(isPendingRestart(world, host) ? { pending_restart: true } : {}),
  };
}

function members(world: World, own: SimulatedHost, cluster: DatabaseCluster): readonly object[] {
  const stale = !hasQuorumAt(world, own);
  const leader = cluster.leader ?? (stale ? cluster.lastLeader : undefined);
  return [...world.hosts.values()]
    .filter((host) => host.database?.cluster === cluster && isListed(world, host, stale))
    .map((host) => describe(world, host, leader));
}

function isListed(world: World, host: SimulatedHost, stale: boolean): boolean {
  const unit = host.database;
  if (!unit) return false;
  if (unit.running && host.up) return runsPatroni(world, host) && (stale || hasQuorumAt(world, host));
  return stale || world.now() - unit.stoppedAt < TTL_MS;
}

function describe(world: World, host: SimulatedHost, leader: string | undefined): object {
  const address = host.spec.privateIp;
  const cluster = host.database?.cluster;
  const common = {
    name: `pg${address.replaceAll('.', '_')}`,
    api_url: `https://${endpoint(address, 8008)}/patroni`,
    host: address,
    port: 5432,
  };
  const timeline = cluster?.timeline ?? 1;
  if (host.name === leader) return { ...common, role: 'leader', state: 'running', timeline };
  const role = host.name === cluster?.sync && leader ? 'sync_standby' : 'replica';
  if (!leader || !isReportedStreaming(world, host))
    return { ...common, role, state: 'creating replica', lag: 'unknown' };
  return { ...common, role, state: 'running', timeline, lag: 0 };
}
