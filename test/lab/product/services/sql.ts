import { isIP } from 'node:net';
import pg, { type ClientConfig } from 'pg';

export interface Login {
  readonly host: string;
  /** 5432 by default. */
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Timeout of a statement. Without a standby that confirms it, a write would wait forever. */
  readonly patienceMs?: number;
}

/** Connection settings: TLS, with the server certificate verified against the CA and the host. */
export function clientConfig(login: Login): ClientConfig {
  const { host, database, user, password, ca, cert, key } = login;
  const base = {
    port: login.port ?? 5432,
    database,
    user,
    password,
    connectionTimeoutMillis: 5000,
    application_name: 'cloudify',
    ...(login.patienceMs === undefined ? {} : { query_timeout: login.patienceMs }),
  };
  if (ca === undefined) return { ...base, host };
  // For an IP address, pg passes no host to the TLS layer, which would then verify the name `localhost`.
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
