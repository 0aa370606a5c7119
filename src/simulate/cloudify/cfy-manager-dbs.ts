import {
  reinitializeStandby,
  switchOver,
  hasQuorum,
  runningHosts,
  isStandbyStreaming,
  isWritable,
} from '../services/database.ts';
import { listsMember, removeDatabaseMember } from '../services/database-members.ts';
import type { DatabaseCluster, DatabaseMember, SimulatedHost, World } from '../world/state.ts';
import { ProductError } from './config.ts';
import { findLeader } from './leader.ts';
import { tableRow } from './product.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';

const HEALTHY = 0;
const DEGRADED = 1;
const DOWN = 2;
const PATIENCE_MS = 30_000;

/**
 * Simulates `cfy_manager dbs list`. The exit code is the state of the cluster. A database lists etcd's members, and a
 * manager lists its configured databases.
 */
export function* dbsList(context: ProgramContext): ProgramRun {
  yield 2_000;
  const { world, host, out } = context;
  yield* readClusterState(context);
  const cluster = clusterOf(context);
  const addresses = host.database
    ? cluster.members.map(({ address }) => address)
    : configuredAddresses(context);
  out(tableRow(['node_ip', 'state', 'alive', 'etcd_state', 'errors']));
  for (const address of addresses) out(tableRow(describe(world, cluster, address)));
  if (!hasQuorum(world, cluster) || !isWritable(world, cluster)) return DOWN;
  const alive = runningHosts(world, cluster).map(({ database }) => database?.address ?? '');
  return addresses.every((address) => alive.includes(address)) ? HEALTHY : DEGRADED;
}

function configuredAddresses({ host }: ProgramContext): readonly string[] {
  return [...(host.manager?.databases ?? [])];
}

function describe(world: World, cluster: DatabaseCluster, address: string): readonly string[] {
  const alive = runningHosts(world, cluster).find((host) => host.database?.address === address);
  if (!alive) return [address, 'dead', 'False', 'dead', 'Could not retrieve DB status'];
  const leads = alive.name === cluster.leader;
  const state = leads ? 'leader' : alive.name === cluster.sync ? 'sync_replica' : 'async_replica';
  return [address, state, 'True', leads ? 'StateLeader' : 'StateFollower', ''];
}

/**
 * Simulates `cfy_manager dbs remove`. On a remaining database, removes a member from etcd and pg_hba (pg.py, 1553)
 * without contacting that member. On a manager, removes the address from the manager's databases.
 */
export function* dbsRemove(context: ProgramContext, address: string): ProgramRun {
  const { world, host } = context;
  yield 5_000;
  yield* readClusterState(context);
  const cluster = clusterOf(context);
  const listed = host.database
    ? cluster.members.map((member) => member.address)
    : configuredAddresses(context);
  if (leaderOf(world, cluster)?.address === address)
    throw error('The leader cannot be removed: set another master first');
  if (!listed.includes(address)) throw error(`${address} is not part of this cluster`);
  if (listed.length < 3) throw error('The last replica cannot be removed');
  if (host.manager) return yield* stopUsingDatabase(context, address);
  if (!hasQuorum(world, cluster)) throw error('etcd does not answer');
  removeDatabaseMember(world, cluster, address);
  world.record({ host: host.name, kind: 'effect', what: `database ${address} removed` });
  return 0;
}

function* stopUsingDatabase(context: ProgramContext, address: string): ProgramRun {
  const { manager } = context.host;
  const databases = manager?.database.registry.databases;
  manager?.databases.delete(address);
  yield* restartRest(context, `stops using ${address}`);
  for (const [name, known] of databases ?? []) if (known === address) databases?.delete(name);
  return 0;
}

/**
 * Simulates `cfy_manager dbs add`, which runs only on a manager and adds the address to the manager's databases. The
 * installation of the database changes etcd and pg_hba (pg.py, 1506).
 */
export function* dbsAdd(context: ProgramContext, address: string): ProgramRun {
  yield 5_000;
  const { world, host } = context;
  const { manager } = host;
  if (!manager) throw error('Database cluster nodes can only be added on managers');
  yield* readClusterState(context);
  const target = memberAt(world, address);
  if (manager.databases.has(address)) throw error(`${address} is already part of this cluster`);
  if (!target?.database || !runningHosts(world, manager.database).includes(target))
    throw error(`Could not connect to the Patroni of ${address}`);
  manager.databases.add(address);
  yield* restartRest(context, `uses ${address}`);
  const { databases } = manager.database.registry;
  if (![...databases.values()].includes(address)) databases.set(address, address);
  return 0;
}

/** Restarts REST, UI and composer of a manager at once (pg.py, 1538). */
function* restartRest({ world, host }: ProgramContext, what: string): ProgramRun {
  const { manager } = host;
  world.record({ host: host.name, kind: 'effect', what: `manager ${host.name} ${what}` });
  if (manager) manager.readyAt = world.now() + world.takes('manager ready again');
  yield 10_000;
  return 0;
}

/**
 * Simulates `cfy_manager dbs set-master`, a switchover, which runs only on a database. A target that is not the
 * synchronous standby becomes the synchronous standby first (pg.py, 1690).
 */
export function* dbsSetMaster(context: ProgramContext, address: string): ProgramRun {
  yield 5_000;
  const { world, host } = context;
  const target = memberAt(world, address);
  if (!host.database) throw error('Only a database can do that');
  yield* readClusterState(context);
  const { cluster } = host.database;
  if (target?.database?.cluster !== cluster) throw error(`${address} is not a database of this cluster`);
  if (cluster.leader === target.name) return 0;
  if (cluster.sync !== target.name) yield* makeSynchronous(context, target);
  const failure = switchOver(world, cluster, target);
  if (failure) throw error(failure);
  return 0;
}

/**
 * Makes the target the synchronous standby. The product restarts the present one until Patroni has chosen the target;
 * only the time that this takes is simulated.
 */
function* makeSynchronous({ world }: ProgramContext, target: SimulatedHost): ProgramRun {
  const { cluster } = target.database as DatabaseMember;
  yield PATIENCE_MS / 2;
  if (
    !isWritable(world, cluster) ||
    !runningHosts(world, cluster).includes(target) ||
    !isStandbyStreaming(world, target)
  )
    throw error(`${target.name} did not become synchronous in ${PATIENCE_MS / 1_000} s`);
  cluster.sync = target.name;
  return 0;
}

/** Starts a reinitialization and returns without waiting for it (pg.py, 1645). */
export function* dbsReinit(context: ProgramContext, address: string): ProgramRun {
  yield 5_000;
  const { world, host } = context;
  if (!host.database) throw error('Only a database can do that');
  yield* readClusterState(context);
  const { cluster } = host.database;
  const target = memberAt(world, address);
  if (!target || target.database?.cluster !== cluster || !listsMember(cluster, address))
    throw error(`${address} is not a replica of this cluster`);
  if (cluster.leader === target.name) throw error('The leader cannot be reinitialized');
  reinitializeStandby(world, target);
  return 0;
}

/** First part of each `dbs` command: a database reads etcd's list, and a manager looks for the leader. */
function* readClusterState(context: ProgramContext): ProgramRun {
  const { host } = context;
  if (!host.database) return yield* findLeader(context);
  // A member that was added and never started has no client URL, which the product's expression requires (pg.py, 1027).
  if (host.database.cluster.members.some(({ unstarted }) => unstarted))
    throw new ProductError('AttributeError', "'NoneType' object has no attribute 'groupdict'");
  return 0;
}

function memberAt(world: World, address: string): SimulatedHost | undefined {
  return [...world.hosts.values()].find((host) => host.database?.address === address);
}

function leaderOf(world: World, { leader }: DatabaseCluster): DatabaseMember | undefined {
  return world.hosts.get(leader ?? '')?.database;
}

function error(message: string): ProductError {
  return new ProductError('DBManagementError', message);
}

function clusterOf({ host }: ProgramContext): DatabaseCluster {
  const cluster = host.database?.cluster ?? host.manager?.database;
  if (!cluster) throw new ProductError('DBNodeListError', 'There are no DB nodes.');
  return cluster;
}
