// The product spells: cspell:ignore reinitialise reinitialised reinitialising
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { wants, type Settings } from '../../config/settings.ts';
import { clusterAddresses, clusterCa, type Addresses } from './cluster.ts';
import { etcdCall, members } from './etcdApi.ts';
import { etcdAsRoot, openEtcd } from './etcdAuth.ts';
import { patroniId, readDcsConfig, writeDcsConfig } from './etcdJoin.ts';
import { removeFromHba } from './hba.ts';
import { askPatroni } from './patroniApi.ts';
import { nodeStatus, syncStandbys } from './status.ts';

const log = getLog('postgresql_server');
export const managementError = (message: string): Failure => new Failure('DBManagementError', message);

const known = ({ leader, replicas }: Addresses): string[] =>
  leader === undefined ? [...replicas] : [leader, ...replicas];

/** Throws the refusals of `dbs remove`, which are the same on database nodes and managers. */
export function checkRemovable(address: string, { leader, replicas }: Addresses): void {
  if (replicas.length < 2)
    throw managementError(
      'The last replica cannot be removed. A new replica must be added before removing the target node.',
    );
  if (address === leader)
    throw managementError(
      'The currently active DB master node cannot be removed. Please set the master to a different node before ' +
        'retrying this command.',
    );
  if (!replicas.includes(address))
    throw managementError(
      `Cannot find node with address${address} for removal. The following nodes can be removed: ${replicas.join(', ')}`,
    );
}

export async function removeFromEtcd(settings: Settings, address: string): Promise<void> {
  const found = (await members(openEtcd(settings))).find((member) => member.address === address);
  log.info(`Removing etcd node ${address}`);
  await etcdCall(etcdAsRoot(settings, [settings.manager.private_ip]), 'cluster/member/remove', {
    ID: found?.id,
  });
  log.info(`Updating pg_hba to remove ${address}`);
  const config = await readDcsConfig(settings);
  const pg_hba = removeFromHba(config.postgresql?.pg_hba ?? [], address);
  await writeDcsConfig(settings, { ...config, postgresql: { ...config.postgresql, pg_hba } });
  log.info(`Node ${address} removed.`);
}

export async function reinitialize(settings: Settings, address: string): Promise<void> {
  const cluster = await clusterAddresses(settings);
  if (address === cluster.leader)
    throw managementError('The currently active DB master node cannot be reinitialised.');
  if (!known(cluster).includes(address))
    throw managementError(`Cannot reinitialise DB node ${address}, as it is not part of the cluster.`);
  if (!wants(settings, 'database_service'))
    throw managementError('Reinitialise can only be run from a DB node.');
  log.info(`Reinitialising DB node ${address}`);
  await askPatroni(settings, address, { path: '/reinitialize', body: { force: true } });
  log.info(`DB node ${address} reinitialised.`);
}

export async function setMaster(settings: Settings, address: string): Promise<void> {
  const cluster = await clusterAddresses(settings);
  if (!wants(settings, 'database_service'))
    throw managementError('Set master can only be run from a DB node.');
  if (address === cluster.leader) {
    log.info('The selected node is the current master.');
    return;
  }
  if (!known(cluster).includes(address))
    throw managementError(`Cannot make DB node ${address} master, as it is not part of the cluster.`);
  if (cluster.leader === undefined) throw managementError('There is no DB master to switch from.');
  const sync = await standbysOf(settings, cluster.leader);
  if (!sync.includes(patroniId(address))) {
    log.info(`${address} is async replica. Only sync replicas can become master.`);
    await becomeSynchronous(settings, address, cluster);
  }
  await switchOver(settings, address);
}

async function standbysOf(settings: Settings, leader: string): Promise<string[]> {
  return syncStandbys(await nodeStatus(leader, 'leader', clusterCa(settings)));
}

/**
 * Makes the candidate the synchronous standby, the only one to which Patroni switches over, by restarting the current
 * one.
 */
async function becomeSynchronous(settings: Settings, candidate: string, cluster: Addresses): Promise<void> {
  const leader = cluster.leader ?? '';
  let sync = await standbysOf(settings, leader);
  for (let i = 0; i < 30; i++) {
    const current = cluster.replicas.find((address) => sync.includes(patroniId(address)));
    if (current !== undefined && i % 5 === 0) {
      log.info(`Attempting to promote ${candidate} to sync replica.`);
      await askPatroni(settings, current, { path: '/restart' }).catch((error: unknown) =>
        log.debug(String(error)),
      );
    }
    sync = await standbysOf(settings, leader);
    if (sync.includes(patroniId(candidate))) {
      log.info(`${candidate} has become synchronous replica.`);
      return;
    }
    log.info(`Waiting for ${candidate} to become synchronous replica.`);
    await sleep(1000);
  }
  throw managementError(
    `${candidate} did not manage to become synchronous replica. Before you retry, please ensure the DB cluster is ` +
      'healthy and the managers are in maintenance mode.',
  );
}

async function switchOver(settings: Settings, address: string): Promise<void> {
  let leader: string | undefined;
  for (let i = 0; i < 30; i++) {
    if (i % 10 === 0) await requestSwitch(settings, address);
    ({ leader } = await clusterAddresses(settings));
    if (leader === address) {
      log.info(`Master changed to ${address}`);
      return;
    }
    log.info(`Waiting for master to change to ${address}. Current master is ${leader ?? 'None'}.`);
    await sleep(1000);
  }
  log.warning(
    `Master has not changed to ${address}. Master is currently ${leader ?? 'None'}. This may indicate the master ` +
      'changed to the specified node and then changed again, or that the change did not occur. Please check cluster ' +
      'health before retrying this operation.',
  );
}

async function requestSwitch(settings: Settings, address: string): Promise<void> {
  log.info(`Changing master to ${address}`);
  const { leader } = await clusterAddresses(settings);
  if (leader === undefined || leader === address) return;
  const body = { leader: patroniId(leader), candidate: patroniId(address) };
  await askPatroni(settings, leader, { path: '/switchover', body });
}
