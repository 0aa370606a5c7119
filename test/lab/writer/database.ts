import pg from 'pg';
import { isLeader } from '../product/services/leader.ts';
import { clientConfig, withClient, type Login } from '../product/services/sql.ts';
import { NotTaken, type Target } from './stream.ts';

/** The databases as an application knows them: all their addresses, and one login for whichever leads. */
export interface Databases {
  readonly addresses: readonly string[];
  readonly login: Omit<Login, 'host'> & { readonly ca: string };
}

const TABLE = 'quorate_writer';

/** Rows are the writer's own; the secrets are those that the managers have written. */
const IDS = { rows: `SELECT id FROM ${TABLE}`, secrets: 'SELECT key AS id FROM secrets' };
export type Kept = keyof typeof IDS;

/** Inserts rows where the managers would: into the database that Patroni says leads, which is asked whether it does. */
export function rowsInto(databases: Databases): Target {
  let current: Promise<pg.Client> | undefined;
  const abandon = () => {
    const gone = current;
    current = undefined;
    void gone?.then((client) => client.end()).catch(() => undefined);
  };
  return {
    write: async (id) => {
      const client = await (current ??= connectLeader(databases)).catch((error: unknown) => {
        throw new NotTaken((error as Error).message);
      });
      await insert(client, id);
    },
    abandon,
  };
}

export async function makeTable(databases: Databases): Promise<void> {
  await onLeader(databases, `CREATE TABLE IF NOT EXISTS ${TABLE} (id text PRIMARY KEY)`);
}

/** Runs one statement in the product's own database. */
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

/** What one database holds, asked itself, leader or standby. */
export async function idsOf({ login }: Databases, host: string, what: Kept): Promise<ReadonlySet<string>> {
  return withClient({ ...login, host }, async (client) => {
    const { rows } = await client.query<{ id: string }>(IDS[what]);
    return new Set(rows.map(({ id }) => id));
  });
}

/** `25006`: it is a standby by now. A refusal by SQLSTATE is an answer; a lost connection has no such code. */
async function insert(client: pg.Client, id: string): Promise<void> {
  const unconfirmed = new Promise<never>((_, reject) => {
    // PostgreSQL acknowledges a commit whose wait for the standby was given up, with nothing but this notice.
    client.once('notice', ({ message }: { readonly message?: string }) => {
      if (/synchronous replication/.test(message ?? '')) reject(new Error(message));
    });
  });
  unconfirmed.catch(() => undefined);
  try {
    await Promise.race([client.query(`INSERT INTO ${TABLE} VALUES ($1)`, [id]), unconfirmed]);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw code === '25006' ? new NotTaken(message) : error;
  } finally {
    client.removeAllListeners('notice');
  }
}

async function connectLeader({ addresses, login }: Databases): Promise<pg.Client> {
  const host = await Promise.any(addresses.map((address) => leading(address, login.ca))).catch(() => {
    throw new Error('Patroni names no leader');
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

/** Resolves with the address of a database that leads. */
async function leading(address: string, ca: string): Promise<string> {
  if (await isLeader(address, ca, 1500)) return address;
  throw new Error(`${address} does not lead`);
}
