import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { RestConfig } from '../restConfig.ts';
import { isLeader } from '../../leader.ts';
import { clientConfig, type Login } from '../../sql.ts';

/** SQLSTATE classes of a rejected statement, which cannot succeed on a retry. */
const refused = /^(22|23|28|42)/;
const readOnly = '25006';

/** The product's database on the current leader. After a failover, finds the new leader through Patroni. */
export class Database {
  readonly #config: RestConfig;
  readonly #ca: string;
  #pool: pg.Pool | undefined;
  #finding: Promise<pg.Pool> | undefined;

  constructor(config: RestConfig) {
    this.#config = config;
    this.#ca = readFileSync(config.postgresql_ca_cert_path, 'utf8');
  }

  async query<T extends object>(
    text: string,
    values: readonly unknown[] = [],
    patienceMs = 12_000,
  ): Promise<T[]> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      try {
        const pool = await this.#connect();
        return (await pool.query<T>(text, [...values])).rows;
      } catch (error) {
        const code = (error as { code?: string }).code ?? '';
        if (refused.test(code) && code !== readOnly) throw error;
        this.#forget();
        if (Date.now() >= deadline) throw error;
        await sleep(500);
      }
    }
  }

  async #connect(): Promise<pg.Pool> {
    if (this.#pool) return this.#pool;
    this.#finding ??= this.#open().finally(() => (this.#finding = undefined));
    return (this.#pool = await this.#finding);
  }

  async #open(): Promise<pg.Pool> {
    const host = await this.#leader();
    const pool = new pg.Pool({ ...clientConfig(this.#login(host)), max: 6, query_timeout: 5000 });
    pool.on('error', () => this.#forget());
    return pool;
  }

  #forget(): void {
    const pool = this.#pool;
    this.#pool = undefined;
    void pool?.end().catch(() => undefined);
  }

  async #leader(): Promise<string> {
    const hosts = this.#config.postgresql_host;
    if (typeof hosts === 'string') return hosts;
    const answers = await Promise.all(hosts.map((host) => isLeader(host, this.#ca, 1500).catch(() => false)));
    const found = hosts.find((_, i) => answers[i]);
    if (found === undefined) throw new Error('No DB leader found');
    return found;
  }

  #login(host: string): Login {
    const config = this.#config;
    const read = (path: string): string => readFileSync(path, 'utf8');
    const client = config.postgresql_ssl_client_verification
      ? { cert: read(config.postgresql_ssl_cert_path), key: read(config.postgresql_ssl_key_path) }
      : {};
    return {
      host,
      database: config.postgresql_db_name,
      user: config.postgresql_username,
      password: config.postgresql_password,
      ca: this.#ca,
      ...client,
    };
  }
}
