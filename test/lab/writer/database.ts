import pg from 'pg';
import { isLeader } from '../product/services/leader.ts';
import { clientConfig, withClient, type Login } from '../product/services/sql.ts';
import { NotStored, type Target } from './stream.ts';

/** The databases as an application sees them: their addresses, and one login for the leader. */
export interface Databases {
  readonly addresses: readonly string[];
  readonly login: Omit<Login, 'host'> & { readonly ca: string };
}

const TABLE = 'quorate_writer';

/** Queries for the stored ids: rows of the writer, and secrets that the managers wrote. */
const IDS = { rows: `SELECT id FROM ${TABLE}`, secrets: 'SELECT key AS id FROM secrets' };
export type Stored = keyof typeof IDS;

/**
 * Inserts rows into the database leader according to Patroni, as the managers do, after checking that it is not a
 * standby.
 */
export function rowsInto(databases: Databases): Target {
  return rowsThrough(() => connectLeader(databases));
}

/** Inserts rows through connections that the caller opens. */
export function rowsThrough(connect: () => Promise<pg.Client>): Target {
  let current: Promise<pg.Client> | undefined;
  const abandon = () => {
    const abandoned = current;
    current = undefined;
    void abandoned?.then((client) => client.end()).catch(() => undefined);
  };
  return {
    write: async (id) => {
      const client = await (current ??= connect()).catch((error: unknown) => {
        throw new NotStored((error as Error).message);
      });
      await insert(client, id);
    },
    abandon,
  };
}

export async function makeTable(databases: Databases): Promise<void> {
  await onLeader(databases, CREATE_TABLE);
}

export const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS ${TABLE} (id text PRIMARY KEY)`;

/** Runs a statement in the product's database on the leader. */
export async function onLeader(
  databases: Databases,
  sql: string,
  values: readonly string[] = [],
): Promise<void> {
  const client = await connectLeader(databases);
  try {
    await client.query(sql, [...values]);
  } finally {
    await client.end();
  }
}

/** The ids in one database, which may be the leader or a standby. */
export async function idsOf(
  { login }: Pick<Databases, 'login'>,
  host: string,
  what: Stored,
): Promise<ReadonlySet<string>> {
  return withClient({ ...login, host }, async (client) => {
    const { rows } = await client.query<{ id: string }>(IDS[what]);
    return new Set(rows.map(({ id }) => id));
  });
}

/** SQLSTATE 25006 means that the server has become a standby and stored nothing. A lost connection has no SQLSTATE. */
async function insert(client: pg.Client, id: string): Promise<void> {
  const unconfirmed = new Promise<never>((_, reject) => {
    // If PostgreSQL stops waiting for the standby, it acknowledges the commit and only sends this notice.
    client.once('notice', ({ message }: { readonly message?: string }) => {
      if (/synchronous replication/.test(message ?? '')) reject(new Error(message));
    });
  });
  unconfirmed.catch(() => undefined);
  try {
    await Promise.race([client.query(`INSERT INTO ${TABLE} VALUES ($1)`, [id]), unconfirmed]);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw code === '25006' ? new NotStored(message) : error;
  } finally {
    client.removeAllListeners('notice');
  }
}

async function connectLeader({ addresses, login }: Databases): Promise<pg.Client> {
  const host = await Promise.any(addresses.map((address) => leaderAddress(address, login.ca))).catch(() => {
    throw new Error('Patroni reports no leader');
  });
  const client = new pg.Client(clientConfig({ ...login, host }));
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
  if (rows[0]?.standby !== false) {
    await client.end();
    throw new Error(`${host} is a standby`);
  }
  return client;
}

/** Returns the address if the database is the leader. @throws Error if not */
async function leaderAddress(address: string, ca: string): Promise<string> {
  if (await isLeader(address, ca, 1500)) return address;
  throw new Error(`${address} is not the leader`);
}
