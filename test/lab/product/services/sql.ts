import { isIP } from 'node:net';
import pg, { type ClientConfig } from 'pg';

export interface Login {
  readonly host: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** How long a statement may take: with no standby to confirm it a write waits for ever. */
  readonly patienceMs?: number;
}

/** How PostgreSQL is always spoken to: over TLS, with its certificate checked against the CA and the host. */
export function clientConfig(login: Login): ClientConfig {
  const { host, database, user, password, ca, cert, key } = login;
  const base = {
    port: 5432,
    database,
    user,
    password,
    connectionTimeoutMillis: 5000,
    application_name: 'cloudify',
    ...(login.patienceMs === undefined ? {} : { query_timeout: login.patienceMs }),
  };
  if (ca === undefined) return { ...base, host };
  // pg names no host to the TLS layer when it is given an address, which would then be checked as `localhost`.
  const ssl = { ca, ...(isIP(host) ? { host } : {}), ...(cert && key ? { cert, key } : {}) };
  return { ...base, host, ssl };
}

export async function withClient<T>(login: Login, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(clientConfig(login));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export const quoteName = (name: string): string => `"${name.replace(/"/g, '""')}"`;
export const quoteText = (text: string): string => `'${text.replace(/'/g, "''")}'`;
