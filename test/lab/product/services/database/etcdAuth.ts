import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { accepts } from '../../base/network.ts';
import { databasePaths as at } from '../../base/paths.ts';
import { databaseAddresses } from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';
import { etcdCall, EtcdRefusal, prefixRange, type Etcd } from './etcdApi.ts';

const log = getLog('postgresql_server');
const lock = 'cloudifyauthsetup';

export function openEtcd(settings: Settings, addresses = databaseAddresses(settings)): Etcd {
  return { addresses, prefix: settings.release.etcdInterface, caPath: at.etcdCa };
}

export function etcdAsRoot(settings: Settings, addresses = databaseAddresses(settings)): Etcd {
  const password = settings.postgresql_server.cluster.etcd.root_password;
  return { ...openEtcd(settings, addresses), root: { name: 'root', password: String(password) } };
}

/**
 * Reports whether etcd requires a password. While no other node listens, gives up after three short attempts, because
 * the first node cannot succeed alone. If another node listens, a quorum is about to form, so it waits longer, like
 * the real product.
 */
export async function requiresAuth(settings: Settings): Promise<boolean> {
  log.info('Checking whether etcd requires auth.');
  const own = settings.manager.private_ip;
  const others = databaseAddresses(settings).filter((address) => address !== own);
  const deadline = Date.now() + 30_000;
  for (let alone = 0; alone < 3 && Date.now() < deadline;) {
    try {
      await readAnything(settings, [own, ...others]);
      log.info('Etcd does not require auth.');
      return false;
    } catch (error) {
      if (error instanceof EtcdRefusal && error.message.includes('user name is empty')) {
        log.info('Etcd requires auth.');
        return true;
      }
      log.debug(`Etcd connection error: ${(error as Error).message}`);
    }
    if (!(await anyListens(others))) alone++;
    await sleep(300);
  }
  throw new Failure('ClusteringError', 'Etcd not up yet, this is likely the first node.');
}

/** Reads from etcd. Resolves if etcd has a quorum and does not require a password yet. */
export async function readAnything(
  settings: Settings,
  addresses = databaseAddresses(settings),
): Promise<void> {
  const etcd = { ...openEtcd(settings, addresses), timeoutMs: 1000 };
  await etcdCall(etcd, 'kv/range', { key: 'Lw==', limit: 1 });
}

async function anyListens(addresses: readonly string[]): Promise<boolean> {
  return (await Promise.all(addresses.map((address) => accepts(address, 2380, 500)))).some(Boolean);
}

/**
 * Sets up the users. Creating the role works as a lock: if several nodes are installed at once, only one of them
 * succeeds.
 */
export async function setUpAuth(settings: Settings): Promise<void> {
  const etcd = openEtcd(settings);
  try {
    await etcdCall(etcd, 'auth/role/add', { name: lock });
  } catch (error) {
    if (!(error instanceof EtcdRefusal)) throw error;
    if (error.message.includes('already exists'))
      log.info('Another node is currently configuring etcd authentication.');
    else log.info('Etcd auth is already configured.');
    return;
  }
  log.info('Setting up etcd authentication.');
  log.info('Configuring etcd authentication');
  for (const [path, body] of authSteps(settings)) await tolerateExisting(etcd, path, body);
  await etcdCall(etcdAsRoot(settings), 'auth/role/delete', { role: lock });
}

function authSteps(settings: Settings): readonly (readonly [string, object])[] {
  const { root_password, patroni_password } = settings.postgresql_server.cluster.etcd;
  return [
    ['auth/user/add', { name: 'root', password: String(root_password) }],
    ['auth/role/add', { name: 'root' }],
    ['auth/user/grant', { user: 'root', role: 'root' }],
    ['auth/user/add', { name: 'patroni', password: String(patroni_password) }],
    ['auth/role/add', { name: 'patroni' }],
    ['auth/role/grant', { name: 'patroni', perm: { permType: 'READWRITE', ...prefixRange('/db/') } }],
    ['auth/user/grant', { user: 'patroni', role: 'patroni' }],
    ['auth/enable', {}],
  ];
}

async function tolerateExisting(etcd: Etcd, path: string, body: object): Promise<void> {
  try {
    await etcdCall(etcd, path, body);
  } catch (error) {
    if (!(error instanceof EtcdRefusal && error.message.includes('already exists'))) throw error;
  }
}
