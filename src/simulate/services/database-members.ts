import type {
  DatabaseCluster,
  DatabaseMember,
  EtcdMember,
  SimulatedHost,
  Unit,
  World,
} from '../world/state.ts';
import { databaseClusters, hasEverFormed, hasQuorumAt, scheduleElections, runningHosts } from './database.ts';
import { canReach } from './network.ts';
import { stopWithoutPorts } from './ports.ts';
import { startedUnit } from './running.ts';

/**
 * Starts a member of the cluster that has this token and lists this address. If there is none, bootstraps a new
 * cluster with the configured members, as etcd's static bootstrap does, whether or not they run.
 */
export function bootstrapOrJoinDatabase(
  world: World,
  host: SimulatedHost,
  given: Omit<DatabaseMember, 'cluster' | 'patroniSince' | keyof Unit> &
    Pick<DatabaseCluster, 'token' | 'members'>,
): DatabaseMember {
  const { token, members, address, ca, etcdCa } = given;
  const known = databaseClusters(world)
    .filter((cluster) => cluster.token === token && listsMember(cluster, address))
    .sort((one, other) => Number(hasEverFormed(world, other)) - Number(hasEverFormed(world, one)));
  const cluster = known[0] ?? emptyCluster(token, members);
  cluster.members = cluster.members.map((one) => (one.address === address ? withoutUnstarted(one) : one));
  cluster.allowedAddresses.add(address);
  const member = {
    cluster,
    address,
    ca,
    ...(etcdCa === undefined ? {} : { etcdCa }),
    patroniSince: Infinity,
    ...startedUnit(world, 'etcd ready'),
  };
  host.database = member;
  world.record({ host: host.name, kind: 'effect', what: `database ${host.name} started` });
  scheduleElections(world, cluster);
  stopWithoutPorts(world, host);
  return member;
}

function withoutUnstarted({ unstarted: _, ...member }: EtcdMember): EtcdMember {
  return member;
}

export function listsMember(cluster: DatabaseCluster, address: string): boolean {
  return cluster.members.some((member) => member.address === address);
}

/**
 * Finds a cluster with this token that has a quorum and is reachable from the host. `known`: a cluster with this token
 * was formed, reachable or not.
 */
export function findLiveCluster(
  world: World,
  host: SimulatedHost,
  token: string,
): { readonly known: boolean; readonly live?: DatabaseCluster } {
  const known = databaseClusters(world).filter(
    (cluster) => cluster.token === token && hasEverFormed(world, cluster),
  );
  const live = known.find((cluster) =>
    runningHosts(world, cluster).some((other) => canReach(world, host, other) && hasQuorumAt(world, other)),
  );
  return { known: known.length > 0, ...(live ? { live } : {}) };
}

/** Simulates `etcdctl member add`: the member is listed from now on, even if it never starts. */
export function addDatabaseMember(
  world: World,
  cluster: DatabaseCluster,
  member: Omit<EtcdMember, 'unstarted'>,
) {
  if (listsMember(cluster, member.address)) return;
  cluster.members = [...cluster.members, { ...member, unstarted: true }];
  scheduleElections(world, cluster);
}

export function emptyCluster(token: string, members: DatabaseCluster['members']): DatabaseCluster {
  const registry = {
    managers: new Map(),
    brokers: new Map(),
    databases: new Map(),
    executions: [],
    license: false,
  };
  const admitted = new Set(members.map(({ address }) => address));
  const objects = new Set<string>();
  const alarms = new Map<string, string>();
  return { token, members, allowedAddresses: admitted, timeline: 1, objects, alarms, registry };
}

/** Simulates `etcdctl member remove` and the rest of `cfy_manager dbs remove`. */
export function removeDatabaseMember(world: World, cluster: DatabaseCluster, address: string): void {
  cluster.members = cluster.members.filter((member) => member.address !== address);
  cluster.allowedAddresses.delete(address);
  scheduleElections(world, cluster);
}
