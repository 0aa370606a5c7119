import { existsSync, readFileSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { certificatePaths, databasePaths, managerPaths } from '../../base/paths.ts';
import { databaseAddresses } from '../../config/members.ts';
import { wants, type Settings } from '../../config/settings.ts';
import { isLeader, selectLeader } from '../leader.ts';
import { isHealthy, members } from './etcdApi.ts';
import { openEtcd } from './etcdAuth.ts';
import { patroniId } from './etcdJoin.ts';
import { judgeCluster, nodeStatus, syncStandbys, type ClusterStatus } from './status.ts';

export interface Addresses {
  readonly leader: string | undefined;
  readonly replicas: readonly string[];
}

export const clusterCa = (settings: Settings): string =>
  wants(settings, 'database_service') ? databasePaths.etcdCa : certificatePaths.postgresCa;

/** Addresses of the cluster: from etcd on a database node, from the configuration on a manager. */
export async function clusterAddresses(settings: Settings): Promise<Addresses> {
  if (wants(settings, 'database_service')) return addressesFromEtcd(settings);
  if (wants(settings, 'manager_service')) return addressesFromManager(settings);
  throw new Failure('DBNodeListError', 'Can only list DB nodes from a manager or DB node.');
}

async function addressesFromEtcd(settings: Settings): Promise<Addresses> {
  const silent = new Failure(
    'DBNodeListError',
    'Etcd is not responding on this node. Please retry this command on another DB cluster node.',
  );
  const found = await members(openEtcd(settings)).catch(() => {
    throw silent;
  });
  if (found.some(({ name }) => name === '')) throw unstarted;
  const addresses = found.map((member) => member.address);
  const health = await Promise.all(addresses.map((address) => isHealthy(address, databasePaths.etcdCa)));
  if (!health.some(Boolean)) throw silent;
  const ca = readFileSync(databasePaths.etcdCa, 'utf8');
  const leading = await Promise.all(addresses.map((address) => isLeader(address, ca).catch(() => false)));
  const leader = addresses.find((_, i) => leading[i]);
  return { leader, replicas: addresses.filter((address) => address !== leader) };
}

/** Error of the product for a member that was added but never started, because its line has no client address. */
const unstarted = new Failure('AttributeError', "'NoneType' object has no attribute 'groupdict'");

/**
 * The manager's own file lists the databases that it uses, but the product looks for the leader among those of
 * config.yaml.
 */
async function addressesFromManager(settings: Settings): Promise<Addresses> {
  const configured = databaseAddresses(settings);
  const addresses = restDatabaseHosts() ?? configured;
  const candidates = settings.release.commands === 'flat' ? addresses : configured;
  const leader = await selectLeader(candidates, readFileSync(clusterCa(settings), 'utf8'));
  return { leader, replicas: addresses.filter((address) => address !== leader) };
}

export function restDatabaseHosts(): string[] | undefined {
  if (!existsSync(managerPaths.restConfig)) return undefined;
  const config = JSON.parse(readFileSync(managerPaths.restConfig, 'utf8')) as {
    postgresql_host: string | string[];
  };
  return [config.postgresql_host].flat();
}

export async function clusterStatus(settings: Settings): Promise<ClusterStatus> {
  const { leader, replicas } = await clusterAddresses(settings);
  const ca = clusterCa(settings);
  const first = await nodeStatus(leader, 'leader', ca);
  const sync = syncStandbys(first);
  const rest = [];
  for (const address of replicas)
    rest.push(
      await nodeStatus(address, sync.includes(patroniId(address)) ? 'sync_replica' : 'async_replica', ca),
    );
  return judgeCluster([first, ...rest]);
}
