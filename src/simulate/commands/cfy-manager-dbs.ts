import { handOver, hasQuorum, removeDatabase, running, writable } from '../services/database.ts';
import type { DatabaseCluster, World } from '../state.ts';
import { ProductError } from './config.ts';
import { row } from './table.ts';
import type { Here, Program } from './usage.ts';

const HEALTHY = 0;
const DEGRADED = 1;
const DOWN = 2;

/** `cfy_manager dbs list`, on a database or a manager: exits with the state of the cluster. */
export function* listDatabases(here: Here): Program {
  yield 2_000;
  const { world, out } = here;
  const cluster = clusterOf(here);
  out(row(['node_ip', 'state', 'alive', 'etcd_state', 'errors']));
  for (const { address } of cluster.members) out(row(describe(world, cluster, address)));
  if (!hasQuorum(world, cluster) || !writable(world, cluster)) return DOWN;
  return running(world, cluster).length === cluster.members.length ? HEALTHY : DEGRADED;
}

function describe(world: World, cluster: DatabaseCluster, address: string): readonly string[] {
  const alive = running(world, cluster).find((host) => host.database?.address === address);
  if (!alive) return [address, 'dead', 'False', 'dead', 'Could not retrieve DB status'];
  const leads = alive.name === cluster.leader;
  const state = leads ? 'leader' : alive.name === cluster.sync ? 'sync_replica' : 'async_replica';
  return [address, state, 'True', leads ? 'StateLeader' : 'StateFollower', ''];
}

export function* removeDatabaseNode(here: Here, address: string): Program {
  yield 5_000;
  const cluster = clusterOf(here);
  const leader = cluster.leader && here.world.hosts.get(cluster.leader);
  if (leader && leader.database?.address === address) {
    throw new ProductError('DBManagementError', 'The leader cannot be removed: set another master first');
  }
  removeDatabase(here.world, cluster, address);
  return 0;
}

/** A switchover, from a database only; others than the synchronous standby would first have to become that. */
export function* setMaster(here: Here, address: string): Program {
  yield 5_000;
  const { world, host } = here;
  const target = [...world.hosts.values()].find((one) => one.database?.address === address);
  if (!host.database) throw new ProductError('DBManagementError', 'Only a database can do that');
  if (!target) throw new ProductError('DBManagementError', `${address} is not a database of this cluster`);
  const error = handOver(world, host.database.cluster, target);
  if (error) throw new ProductError('DBManagementError', error);
  return 0;
}

function clusterOf({ host }: Here): DatabaseCluster {
  const cluster = host.database?.cluster ?? host.manager?.database;
  if (!cluster) throw new ProductError('DBNodeListError', 'There are no DB nodes.');
  return cluster;
}
