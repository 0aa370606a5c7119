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

/** What the configure step does once etcd was told to start: set up users, or take this node into the cluster. */
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

/** Nodes installed at the same time may find the configuration not written yet. */
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
 * A node that is not healthy at this instant has its data directory wiped and joins anew: right for a new node,
 * dangerous for one that did not answer for a moment. etcd refuses to add it as long as its peers miss it too (the
 * install ends there when it stays away); once they have it again, it is found to have been added before: wiped. (A new member gets a moment to come up here: the real one does not
 * give it, and fails now and then where several are installed at once.)
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
