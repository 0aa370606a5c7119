import { readFileSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { request } from '../../base/request.ts';
import type { Row } from '../../base/table.ts';

const log = getLog('postgresql_server');

export const healthy = 0;
export const degraded = 1;
export const down = 2;

interface PatroniStatus {
  state?: string;
  timeline?: number;
  pause?: boolean;
  xlog?: { location?: number; replayed_location?: number };
  replication?: { application_name: string; sync_state: string }[];
}

export interface NodeStatus {
  readonly address: string | undefined;
  readonly state: 'leader' | 'sync_replica' | 'async_replica' | 'dead';
  readonly alive: boolean;
  readonly etcdState: string;
  readonly location?: number | undefined;
  readonly raw: PatroniStatus;
  readonly errors: string[];
}

export interface ClusterStatus {
  readonly code: number;
  readonly nodes: readonly NodeStatus[];
}

export type Role = 'leader' | 'sync_replica' | 'async_replica';

/** Queries the states of Patroni and etcd on one node, for `dbs list`. */
export async function nodeStatus(
  address: string | undefined,
  role: Role,
  caPath: string,
): Promise<NodeStatus> {
  const patroni = (await ask(address, { port: 8008, path: '/', caPath })) as PatroniStatus | undefined;
  const etcd = (await ask(address, { port: 2379, path: '/v2/stats/self', caPath })) as
    { state?: string } | undefined;
  const xlog = patroni?.xlog ?? {};
  return {
    address,
    state: patroni ? role : 'dead',
    alive: patroni?.state === 'running',
    etcdState: etcd?.state ?? 'dead',
    location: role === 'leader' ? xlog.location : xlog.replayed_location,
    raw: patroni ?? {},
    errors: [...patroniErrors(patroni), ...(etcd ? [] : ['Could not retrieve etcd status'])],
  };
}

function patroniErrors(patroni: PatroniStatus | undefined): string[] {
  if (!patroni) return ['Could not retrieve DB status'];
  const stopped = patroni.state === 'running' ? [] : ['Node not running'];
  return patroni.pause ? [...stopped, 'Failover disabled'] : stopped;
}

interface Endpoint {
  readonly port: number;
  readonly path: string;
  readonly caPath: string;
}

async function ask(host: string | undefined, { port, path, caPath }: Endpoint): Promise<unknown> {
  if (host === undefined) return undefined;
  const type = port === 8008 ? 'DB' : 'etcd';
  try {
    return (await request({ host, port, path, ca: readFileSync(caPath, 'utf8') })).json();
  } catch (error) {
    const url = `https://${host}:${port}`;
    log.warning(`Failed to get status of ${type} node from ${url}. Error was: ${(error as Error).message}`);
    return undefined;
  }
}

export const syncStandbys = (leader: NodeStatus): string[] =>
  (leader.raw.replication ?? []).filter((r) => r.sync_state === 'sync').map((r) => r.application_name);

/** The verdict of `dbs list`, and the errors of each node. The leader comes first. */
export function judgeCluster([leader, ...replicas]: readonly NodeStatus[]): ClusterStatus {
  if (!leader) throw new Failure('DBNodeListError', 'There are no DB nodes.');
  const codes = [
    leaderCode(leader),
    etcdCode(leader, replicas),
    ...replicas.map((r) => replicaCode(leader, r)),
  ];
  const nodes = leader.address === undefined ? replicas : [leader, ...replicas];
  return { code: Math.max(...codes), nodes };
}

function leaderCode(leader: NodeStatus): number {
  let code = healthy;
  if (leader.address === undefined) {
    log.error('No master found.');
    code = down;
  }
  if (!leader.alive) code = down;
  if (syncStandbys(leader).length === 0) {
    log.error('No synchronous replicas found.');
    code = down;
  }
  return code;
}

function etcdCode(leader: NodeStatus, replicas: readonly NodeStatus[]): number {
  const nodes = leader.address === undefined ? replicas : [leader, ...replicas];
  const count = (state: string): number => nodes.filter((node) => node.etcdState === state).length;
  const [leaders, followers] = [count('StateLeader'), count('StateFollower')];
  let code = healthy;
  if (leaders !== 1) {
    log.error(`Expected to find 1 etcd leader, but found ${leaders}, cluster consensus lost.`);
    code = down;
  }
  if (followers < Math.floor((1 + replicas.length) / 2)) {
    log.error('Insufficient etcd followers found, cluster consensus lost.');
    return down;
  }
  if (followers < replicas.length) {
    log.warning('Missing one or more etcd followers.');
    return Math.max(code, degraded);
  }
  return code;
}

function replicaCode(leader: NodeStatus, replica: NodeStatus): number {
  const code = replica.state === 'sync_replica' ? syncCode(leader, replica) : asyncCode(leader, replica);
  if (replica.raw.state === 'master') replica.errors.push('EXTRA MASTER');
  return code;
}

function syncCode(leader: NodeStatus, replica: NodeStatus): number {
  if (!leader.location || (replica.location ?? 0) >= leader.location) return healthy;
  log.error('Synchronous replica not in sync with master. Writes will be blocked until replica is in sync.');
  replica.errors.push('Out of sync');
  return down;
}

function asyncCode(leader: NodeStatus, replica: NodeStatus): number {
  let code = healthy;
  if (leader.raw.timeline && replica.raw.timeline !== leader.raw.timeline) {
    log.warning('Asynchronous replica not on same timeline as master.');
    replica.errors.push('Out of sync');
    code = degraded;
  }
  if (leader.location === undefined || replica.location === undefined) {
    log.warning('Could not get lag details for replica.');
    replica.errors.push('Could not get lag details.');
    return code;
  }
  const lag = (leader.location - replica.location) / 1024 / 1024;
  if (lag > 2) {
    log.warning('Asynchronous replica appears to be lagging excessively.');
    replica.errors.push(`Lag: ${lag.toFixed(2)}MiB`);
  }
  return code;
}

export const statusRow = (node: NodeStatus): Row => ({
  node_ip: node.address,
  state: node.state,
  alive: node.alive,
  etcd_state: node.etcdState,
  errors: node.errors,
});
