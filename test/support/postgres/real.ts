import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../sshd/machine.ts';

/** A real PostgreSQL on loopback with TLS, in a temporary directory. */
export interface Postgres {
  readonly port: number;
  /** Runs SQL as the superuser, bypassing the tested code. */
  sql(text: string, database?: string): void;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** PEM */
  readonly certificate: string;
  readonly key: string;
  /** The CA that signed the client certificates. */
  readonly clientCa: string;
  readonly password: string;
  /** The lines of pg_hba.conf for connections over TCP. */
  readonly access: readonly string[];
}

/** Debian's account for PostgreSQL, which refuses to run as root. */
const POSTGRES = 'postgres';

/** @throws Error if the tests do not run as root or PostgreSQL is not installed, so that they are never skipped */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const programs = programDirectory();
  const account = accountOf(POSTGRES);
  const directory = mkdtempSync(join(tmpdir(), 'quorate-postgres-'));
  chmodSync(directory, 0o755);
  const data = prepare(programs, { directory, account, options });
  const port = await freePort();
  const flags = settings({ directory, account, options, port });
  const child = spawn(join(programs, 'postgres'), ['-D', data, ...flags], {
    ...{ ...account, cwd: directory },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await untilReady(child);
  const psql = ['-h', directory, '-p', String(port), '-U', POSTGRES];
  return {
    port,
    sql: (text, database = POSTGRES) =>
      void execFileSync(join(programs, 'psql'), [...psql, '-d', database, '-qc', text], { stdio: 'pipe' }),
    stop: async () => {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(directory, { recursive: true });
    },
  };
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface Place {
  readonly directory: string;
  readonly account: Account;
  readonly options: PostgresOptions;
}

function prepare(programs: string, { directory, account, options }: Place): string {
  chownSync(directory, account.uid, account.gid);
  const data = join(directory, 'data');
  const password = own(join(directory, 'password'), options.password, account);
  const args = ['-D', data, '-U', POSTGRES, '--pwfile', password, '-A', 'scram-sha-256', '--no-sync'];
  const env = { LC_ALL: 'C.UTF-8' };
  execFileSync(join(programs, 'initdb'), args, { ...account, cwd: directory, env, stdio: 'pipe' });
  writeFileSync(join(data, 'pg_hba.conf'), ['local all all trust', ...options.access, ''].join('\n'));
  return data;
}

function settings({ directory, account, options, port }: Place & { port: number }): readonly string[] {
  const file = (name: string, text: string) => own(join(directory, name), text, account);
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: directory,
    fsync: 'off',
    ssl: 'on',
    ssl_cert_file: file('server.crt', options.certificate),
    ssl_key_file: file('server.key', options.key),
    ssl_ca_file: file('client-ca.crt', options.clientCa),
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function untilReady(child: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  const output: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  for (const deadline = Date.now() + 30_000; !output.join('').includes('ready to accept'); await sleep(20))
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`PostgreSQL did not start: ${output.join('')}`);
}

function own(path: string, text: string, { uid, gid }: Account): string {
  writeFileSync(path, text, { mode: 0o600 });
  chownSync(path, uid, gid);
  return path;
}

function accountOf(name: string): Account {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Finds the server programs, which distributions install outside the PATH, in one directory per release. */
function programDirectory(): string {
  if (process.getuid?.() !== 0)
    throw new Error('these tests start PostgreSQL under its own account: run them as root');
  const root = '/usr/lib/postgresql';
  const newest = existsSync(root)
    ? readdirSync(root)
        .sort((a, b) => Number(a) - Number(b))
        .at(-1)
    : undefined;
  if (newest === undefined) throw new Error(`these tests need ${root}: apt-get install postgresql`);
  return join(root, newest, 'bin');
}
