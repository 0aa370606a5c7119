import { readFileSync } from 'node:fs';
import { getLog } from '../../base/log.ts';
import { databasePaths as at } from '../../base/paths.ts';
import { poll } from '../../base/run.ts';
import { databaseAddresses } from '../../config/members.ts';
import { requireText } from '../../config/text.ts';
import type { Settings } from '../../config/settings.ts';
import { isLeader } from '../leader.ts';
import { quoteName, quoteText, withClient } from '../sql.ts';
import { EtcdRefusal } from './etcdApi.ts';
import { readAnything } from './etcdAuth.ts';

const log = getLog('postgresql_server');
const later = 'db_monitoring account not yet created (will try on the next database node).';

/**
 * Creates the monitoring user. This requires a leader with a synchronous standby, so it works on the second node at
 * the earliest.
 */
export async function createMonitoringUser(settings: Settings): Promise<void> {
  log.notice('Creating db_monitoring account...');
  try {
    await readAnything(settings);
  } catch (error) {
    // A refusal because of a missing password also proves that etcd responds.
    if (!(error instanceof EtcdRefusal)) {
      log.notice(`${later} Database cluster not yet ready. ${(error as Error).message}`);
      return;
    }
  }
  const done = await poll(60, 500, () => tryOnce(settings).catch(() => undefined));
  if (done === undefined) log.notice(later);
}

async function tryOnce(settings: Settings): Promise<true | undefined> {
  const ca = readFileSync(at.etcdCa, 'utf8');
  for (const host of databaseAddresses(settings)) {
    if (!(await isLeader(host, ca, 1000).catch(() => false))) continue;
    const password = settings.postgresql_server.postgres_password;
    const login = {
      host,
      database: 'postgres',
      user: 'postgres',
      password: String(password),
      ca,
      patienceMs: 20_000,
    };
    await withClient(login, async (client) => {
      const { username = '', password: secret } = settings.postgresql_server.db_monitoring ?? {};
      const found = await client.query('SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1', [username]);
      if (found.rowCount) {
        log.info('db_monitoring account already exists, skipping.');
        return;
      }
      const text = quoteText(requireText(secret, 'encode'));
      await client.query(`CREATE USER ${quoteName(username)} WITH PASSWORD ${text}`);
      log.notice('db_monitoring account successfully created');
    });
    return true;
  }
  return undefined;
}
