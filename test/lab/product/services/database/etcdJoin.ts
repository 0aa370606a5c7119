import { Failure, bootstrapError } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { configuredServices } from '../../base/markers.ts';
import { databasePaths as at } from '../../base/paths.ts';
import { poll } from '../../base/run.ts';
import { identifier } from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';
import { addToHba } from './hba.ts';
import { rejoinEmpty } from './etcd.ts';
import { etcdCall, EtcdRefusal, getKey, isHealthy, members, peerUrl, putKey } from './etcdApi.ts';
import { etcdAsRoot, openEtcd, requiresAuth, setUpAuth } from './etcdAuth.ts';

const log = getLog('postgresql_server');
export const dcsConfigKey = '/db/postgres/config';

/** Completes etcd after its start: sets up the users, or joins this node to the cluster. */
export async function finishEtcd(settings: Settings): Promise<void> {
  try {
    if (!(await requiresAuth(settings))) return await setUpAuth(settings);
    await allowInHba(settings);
    await joinUnlessHealthy(settings);
  } catch (error) {
    if (!(error instanceof Failure && error.type === 'ClusteringError')) throw error;
    log.warning(
      'Could not finish etcd configuration. If the majority of cluster nodes are not yet installed then this warning ' +
        'can be ignored.',
    );
  }
}

export interface DcsConfig {
  postgresql?: { pg_hba?: string[] };
}

/**
 * Reads Patroni's configuration from etcd. Waits for it, because a node that is installed at the same time may not
 * have written it yet.
 */
export async function readDcsConfig(settings: Settings): Promise<DcsConfig> {
  const text = await poll(30, 1000, () => getKey(etcdAsRoot(settings), dcsConfigKey));
  if (text === undefined)
    throw new Failure('ProcessExecutionError', `Error:  100: Key not found (${dcsConfigKey})`);
  return JSON.parse(text) as DcsConfig;
}

export const writeDcsConfig = (settings: Settings, config: DcsConfig): Promise<void> =>
  putKey(etcdAsRoot(settings), dcsConfigKey, JSON.stringify(config));

async function allowInHba(settings: Settings): Promise<void> {
  const config = await readDcsConfig(settings);
  const hba = config.postgresql?.pg_hba ?? [];
  const added = addToHba(hba, settings.manager.private_ip);
  if (added.length === hba.length) return;
  await writeDcsConfig(settings, { ...config, postgresql: { ...config.postgresql, pg_hba: added } });
}

/**
 * Wipes the data of a node that is not healthy at this moment and joins it again. This is right for a new node, but
 * dangerous for a node that did not respond for a moment. etcd refuses to add the node while its peers miss it too; if
 * the node stays away, the install fails. Once the peers see the node again, etcd reports it as already added, and the
 * node is wiped. (Here, a new member gets a moment to become healthy. The real product does not wait, and sometimes
 * fails if several nodes are installed at once.)
 */
async function joinUnlessHealthy(settings: Settings): Promise<void> {
  const own = settings.manager.private_ip;
  const known = (await members(openEtcd(settings))).some((member) => member.address === own);
  const isNew = known && !configuredServices(settings).includes('database_service');
  const healthy = await poll(isNew ? 10 : 1, 500, async () => (await isHealthy(own, at.etcdCa)) || undefined);
  if (healthy) return;
  await addMember(settings, own);
  await rejoinEmpty();
}

async function addMember(settings: Settings, address: string): Promise<void> {
  let refusal = '';
  const added = await poll(20, 1000, async () => {
    try {
      await etcdCall(etcdAsRoot(settings, await others(settings)), 'cluster/member/add', {
        peerURLs: [peerUrl(address)],
      });
      return true;
    } catch (error) {
      refusal = (error as Error).message;
      if (refusal.includes('Peer URLs already exists')) return true;
      log.debug(`Etcd member add failed: ${refusal}`);
      return error instanceof EtcdRefusal && refusal.includes('permission') ? false : undefined;
    }
  });
  if (added) return;
  throw bootstrapError(
    `Error was: ${refusal}\nFailed to join etcd cluster. If this node is being reinstalled you may need to uninstall ` +
      'it then run the DB node removal command on a healthy DB node before attempting to install again.',
  );
}

async function others(settings: Settings): Promise<string[]> {
  const own = settings.manager.private_ip;
  return (await members(openEtcd(settings))).map((m) => m.address).filter((address) => address !== own);
}

export const patroniId = (address: string): string => `pg${identifier(address)}`;
