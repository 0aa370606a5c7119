import type { HostName } from '../../model/names.ts';
import { stableId } from '../world/random.ts';
import type { DatabaseCluster, SimulatedHost, World } from '../world/state.ts';
import { canReach } from './network.ts';
import { DATABASE_PORTS, portTaken } from './ports.ts';
import { isServing, startUnit, stopUnit } from './running.ts';

/** Patroni's loop_wait. */
const LOOP_MS = 10_000;
/** Patroni's ttl. */
const TTL_MS = 30_000;
/** Time until a replica has copied the data and streams. */
const STREAMING_MS = 8_000;

function isExternal({ external }: World, cluster: DatabaseCluster): boolean {
  return external.some((service) => service.kind === 'database' && service.cluster === cluster);
}

export function databaseClusters(world: World): readonly DatabaseCluster[] {
  return [...world.hosts.values()].flatMap((host) => (host.database ? [host.database.cluster] : []));
}

/** Starts Patroni, the second part of an installation, after etcd. */
export function startPatroni(world: World, { database }: SimulatedHost): void {
  if (!database) return;
  database.patroniSince = world.now();
  scheduleElections(world, database.cluster);
}

export function stopDatabase(world: World, host: SimulatedHost): void {
  if (!host.database || !stopUnit(world, host.database)) return;
  world.record({ host: host.name, kind: 'effect', what: `database ${host.name} stopped` });
  scheduleElections(world, host.database.cluster);
}

/** @returns an error text, or undefined */
export function startDatabase(world: World, host: SimulatedHost): string | undefined {
  const fault = host.database && portTaken(world, host, DATABASE_PORTS);
  if (!host.database || fault || !startUnit(world, host.database, 'etcd ready')) return fault;
  if (host.database.patroniSince !== Infinity) host.database.patroniSince = host.database.readyAt;
  world.record({ host: host.name, kind: 'effect', what: `database ${host.name} started` });
  scheduleElections(world, host.database.cluster);
  return undefined;
}

/** Reinitializes a standby: it discards its data, copies the leader's and streams again when the copy is complete. */
export function reinitializeStandby(world: World, host: SimulatedHost): void {
  if (!host.database) return;
  if (isStandbyStreaming(world, host)) host.database.reportedStreamingUntil = world.now() + LOOP_MS;
  host.database.patroniSince = world.now();
  world.record({ host: host.name, kind: 'effect', what: `database ${host.name} reinitialized` });
  scheduleElections(world, host.database.cluster);
}

/** Called when the connectivity of hosts has changed. */
export function scheduleAllElections(world: World): void {
  for (const cluster of new Set(databaseClusters(world))) scheduleElections(world, cluster);
}

/** Schedules elections at the times when Patroni's loop or a timeout could change the result. */
export function scheduleElections(world: World, cluster: DatabaseCluster): void {
  for (const ms of [STREAMING_MS, LOOP_MS, LOOP_MS + STREAMING_MS, TTL_MS, TTL_MS + LOOP_MS]) {
    world.after(ms, () => elect(world, cluster));
  }
}

function elect(world: World, cluster: DatabaseCluster): void {
  if (!hasQuorum(world, cluster)) {
    cluster.leader = undefined;
    return;
  }
  const candidates = runningHosts(world, cluster).filter(
    (host) => hasQuorumAt(world, host) && runsPatroni(world, host),
  );
  if (!hasLeader(world, cluster)) promote(world, cluster, candidates);
  const standbys = candidates.filter(
    (host) => host.name !== cluster.leader && isStreamingFromLeader(world, host),
  );
  if (cluster.leader && !standbys.some((host) => host.name === cluster.sync)) {
    cluster.sync = standbys[0]?.name ?? cluster.sync;
  }
}

/** True if the host streams and reaches the leader. */
function isStreamingFromLeader(world: World, host: SimulatedHost): boolean {
  const leader = world.hosts.get(host.database?.cluster.leader ?? '');
  return leader !== undefined && canReach(world, host, leader) && isStandbyStreaming(world, host);
}

/** True if the leader runs with a quorum, or was lost less than Patroni's ttl ago. */
function hasLeader(world: World, cluster: DatabaseCluster): boolean {
  const leader = world.hosts.get(cluster.leader ?? '');
  if (!leader?.database) return false;
  return isRunning(world, leader.name)
    ? hasQuorumAt(world, leader)
    : world.now() - leader.database.stoppedAt < TTL_MS;
}

function promote(world: World, cluster: DatabaseCluster, candidates: readonly SimulatedHost[]): void {
  const eligible = cluster.lastLeader
    ? candidates.filter((host) => host.name === cluster.sync || host.name === cluster.lastLeader)
    : candidates;
  const leader = world.pick(eligible)?.name;
  if (leader) makeLeader(world, cluster, leader);
  else cluster.leader = undefined;
}

function makeLeader(world: World, cluster: DatabaseCluster, leader: HostName): void {
  if (cluster.lastLeader && leader !== cluster.lastLeader) cluster.timeline += 1;
  world.record({ host: leader, kind: 'effect', what: `database ${leader} leads` });
  cluster.leader = leader;
  cluster.lastLeader = leader;
}

/** Makes the synchronous standby the leader and the old leader the synchronous standby. @returns an error text, or undefined */
export function switchOver(world: World, cluster: DatabaseCluster, to: SimulatedHost): string | undefined {
  const from = cluster.leader;
  if (from === to.name) return undefined;
  if (!isWritable(world, cluster) || cluster.sync !== to.name)
    return `${to.name} is not a synchronous standby`;
  makeLeader(world, cluster, to.name);
  cluster.sync = from;
  return undefined;
}

export function isRunning(world: World, name: HostName): boolean {
  const host = world.hosts.get(name);
  return host !== undefined && isServing(world, host, host.database);
}

/** Hosts whose listed members are running. */
export function runningHosts(world: World, cluster: DatabaseCluster): readonly SimulatedHost[] {
  const listed = cluster.members.map((member) => member.address);
  return [...world.hosts.values()].filter(
    (host) =>
      host.database?.cluster === cluster &&
      listed.includes(host.database.address) &&
      isServing(world, host, host.database),
  );
}

/** True if any member has an etcd quorum. */
export function hasQuorum(world: World, cluster: DatabaseCluster): boolean {
  return runningHosts(world, cluster).some((host) => hasQuorumAt(world, host));
}

/** Health of etcd as this member reports it: true if it reaches more than half of the members, itself included. */
export function hasQuorumAt(world: World, host: SimulatedHost): boolean {
  const { cluster } = host.database ?? {};
  if (!cluster) return false;
  const voters = cluster.members.filter((member) => !member.learner).map((member) => member.address);
  const seen = runningHosts(world, cluster)
    .filter(({ database }) => voters.includes(database?.address ?? ''))
    .filter((other) => canReach(world, host, other));
  return seen.includes(host) && seen.length > voters.length / 2;
}

export function runsPatroni(world: World, { database }: SimulatedHost): boolean {
  return database !== undefined && database.patroniSince <= world.now();
}

export function isStandbyStreaming(world: World, host: SimulatedHost): boolean {
  const { database } = host;
  if (!database?.cluster.allowedAddresses.has(database.address)) return false;
  return database.patroniSince + STREAMING_MS <= world.now();
}

/** True if Patroni reports the member as streaming. The report may be stale, because it is renewed only once per loop. */
export function isReportedStreaming(world: World, host: SimulatedHost): boolean {
  return isStandbyStreaming(world, host) || world.now() < (host.database?.reportedStreamingUntil ?? 0);
}

/** Start time of PostgreSQL. Undefined while the standby copies its data. */
export function postgresStartedAt(world: World, host: SimulatedHost): number | undefined {
  return isStandbyStreaming(world, host) ? (host.database?.patroniSince ?? 0) + STREAMING_MS : undefined;
}

/** True if the cluster has had a quorum. Until then, etcd serves no client and Patroni waits for etcd. */
export function hasEverFormed(world: World, cluster: DatabaseCluster): boolean {
  return cluster.lastLeader !== undefined || hasQuorum(world, cluster);
}

/** True if the leader has a running synchronous standby. Strict synchronous mode stops writes without one. */
export function isWritable(world: World, cluster: DatabaseCluster): boolean {
  if (isExternal(world, cluster)) return true;
  const [leader, sync] = [world.hosts.get(cluster.leader ?? ''), world.hosts.get(cluster.sync ?? '')];
  if (!leader || !sync || !isRunning(world, leader.name) || !isRunning(world, sync.name)) return false;
  return hasQuorumAt(world, leader) && canReach(world, leader, sync);
}

/** True if the cluster accepts writes and the host reaches its leader. */
export function canWriteFrom(world: World, host: SimulatedHost, cluster: DatabaseCluster): boolean {
  const leader = world.hosts.get(cluster.leader ?? '');
  return isWritable(world, cluster) && (!leader || canReach(world, host, leader));
}

/** Member id as etcd prints it in JSON: a 64-bit decimal number. */
export function memberId(address: string): string {
  return BigInt(`0x${stableId('etcd', address).slice(0, 16)}`).toString();
}
