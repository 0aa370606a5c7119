import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { labSecrets } from './cluster.ts';
import { externalHosts, type LabHost } from './hosts.ts';
import { type LabOptions, up } from './lab.ts';
import { paths } from './paths.ts';
import { LabError, run, sayOnStderr } from './shell.ts';

/**
 * Accounts that the provider gives to the operator. The passwords are the lab's `postgres_password` and
 * `rabbitmq_password`.
 */
export const externalAccounts = { database: 'provider_admin', broker: 'cloudify' } as const;
const directory = '/etc/external';

export interface ExternalOptions extends LabOptions {
  /** The database requires a client certificate of the lab's CA in addition to the password. */
  readonly clientCertificates?: boolean;
  /** The database is behind a gateway that accepts `name@extdb1` for the account `name`, like Azure's. */
  readonly gateway?: boolean;
}

/**
 * Sets up an external PostgreSQL and an external RabbitMQ, each on its own host and with its own CA, whose certificate
 * is written to `.lab/external/<host>.crt`.
 */
export async function upExternal(options: ExternalOptions = {}): Promise<void> {
  const [database, broker] = externalHosts;
  if (!database || !broker) throw new Error('the lab has no external hosts');
  await up({ ...options, hosts: externalHosts.map((host) => host.name) });
  const { postgres_password = '', rabbitmq_password = '' } = await labSecrets();
  (options.say ?? sayOnStderr)('setting up the external PostgreSQL and RabbitMQ …');
  mkdirSync(paths.external, { recursive: true, mode: 0o700 });
  await Promise.all([
    setUpDatabase(database, postgres_password, options),
    setUpBroker(broker, rabbitmq_password),
  ]);
}

async function setUpDatabase(host: LabHost, password: string, options: ExternalOptions): Promise<void> {
  await certify(host, 'postgres');
  const clients = readFileSync(join(paths.certificates, 'ca.crt'), 'utf8');
  await inside(host, ['sh', '-c', `cat >${directory}/clients.crt`], clients);
  const { code } = await transform(textOf('gateway.ts'), { loader: 'ts', format: 'esm', target: 'node18' });
  await inside(host, ['sh', '-c', `cat >${directory}/gateway.mjs`], code);
  const env = {
    DIR: directory,
    CLIENT_CERTIFICATES: options.clientCertificates ? 'yes' : 'no',
    GATEWAY: options.gateway ? host.address : '',
  };
  await script(host, { file: 'database.sh', env });
  const account = `\\set account '${externalAccounts.database}'\n\\set password '${password}'\n`;
  const psql = ['runuser', '-u', 'postgres', '--', 'psql', '-qX', '-v', 'ON_ERROR_STOP=1'];
  await inside(host, psql, account + textOf('account.sql'));
}

async function setUpBroker(host: LabHost, password: string): Promise<void> {
  await certify(host, 'rabbitmq');
  const env = { DIR: directory, ACCOUNT: externalAccounts.broker };
  await script(host, { file: 'broker.sh', env, input: `${password}\n` });
}

/** Creates the host's certificate on the host and copies the certificate of its CA to this machine. */
async function certify(host: LabHost, owner: string): Promise<void> {
  const env = { DIR: directory, NAME: host.name, ADDRESS: host.address, OWNER: owner };
  await script(host, { file: 'certificates.sh', env });
  writeFileSync(paths.externalCa(host.name), await inside(host, ['cat', `${directory}/ca.crt`]));
}

const textOf = (file: string): string => readFileSync(join(import.meta.dirname, 'external', file), 'utf8');

interface Script {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Standard input, for secrets that must not appear in the process list. */
  readonly input?: string;
}

function script(host: LabHost, { file, env, input }: Script): Promise<string> {
  const values = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return inside(host, ['env', ...values, 'sh', '-euc', textOf(file)], input);
}

async function inside({ name }: LabHost, argv: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await run(['docker', 'exec', '-i', name, ...argv], {
    input,
    timeoutMs: 120_000,
  });
  if (code !== 0)
    throw new LabError(`${name}: ${argv.slice(0, 3).join(' ')} … ended with ${code}\n${stderr}`);
  return stdout;
}
