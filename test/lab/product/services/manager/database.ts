import type pg from 'pg';
import { existsSync, readFileSync } from 'node:fs';
import { bootstrapError, validationError } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { productVersion } from '../../base/version.ts';
import {
  brokerAddress,
  brokerNames,
  brokerNetworks,
  databaseAddresses,
  hasDatabaseCluster,
} from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';
import { quoteName, quoteText, withClient } from '../sql.ts';
import { brokerLogin, databaseLogin } from './access.ts';
import { createTenant, declareResources } from './amqp.ts';
import { parseLicense, storeLicense } from './license.ts';
import { hashPassword, randomPassword } from './password.ts';
import { schema } from './schema.ts';

const log = getLog('DB');

/** Creates the database on the first manager. Returns whether this manager joins other managers. */
export async function configureDatabase(settings: Settings): Promise<{ joins: boolean }> {
  if (await needsCreation(settings)) {
    await createDatabase(settings);
    return { joins: false };
  }
  return withClient(await cloudifyLogin(settings), (client) => register(settings, client));
}

const cloudifyLogin = (settings: Settings) =>
  databaseLogin(settings, 'cloudify', settings.postgresql_client.cloudify_db_name);
const superuserLogin = (settings: Settings) =>
  databaseLogin(settings, 'superuser', settings.postgresql_client.server_db_name);

/**
 * True if the database does not exist, or exists without tables because an install was killed before it created them.
 */
async function needsCreation(settings: Settings): Promise<boolean> {
  const { cloudify_db_name: name } = settings.postgresql_client;
  const exists = await withClient(await superuserLogin(settings), async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    return found.rowCount !== 0;
  });
  if (!exists) return true;
  return withClient(await databaseLogin(settings, 'superuser', name), async (client) => {
    const found = await client.query("SELECT to_regclass('public.alembic_version') AS there");
    return (found.rows[0] as { there: string | null }).there === null;
  });
}

async function createDatabase(settings: Settings): Promise<void> {
  log.info('DB not initialized, creating DB...');
  settings.manager.security.admin_password ||= randomPassword();
  log.notice('Configuring SQL DB...');
  await withClient(await superuserLogin(settings), (client) => createUserAndDatabases(settings, client));
  log.notice('SQL DB successfully configured');
  log.notice('Populating DB and creating AMQP resources...');
  await createTenant(brokerLogin(settings));
  await declareResources(brokerLogin(settings));
  await withClient(await cloudifyLogin(settings), (client) => populate(settings, client));
  log.notice('DB populated and AMQP resources successfully created');
}

async function createUserAndDatabases(settings: Settings, client: pg.Client): Promise<void> {
  const { cloudify_username, cloudify_password, cloudify_db_name, server_username } =
    settings.postgresql_client;
  const user = cloudify_username.split('@')[0] ?? '';
  const superuser = server_username.split('@')[0] ?? '';
  const has = async (query: string, name: string): Promise<boolean> =>
    (await client.query(query, [name])).rowCount !== 0;
  if (!(await has('SELECT 1 FROM pg_roles WHERE rolname = $1', user)))
    await client.query(
      `CREATE USER ${quoteName(user)} WITH CREATEDB PASSWORD ${quoteText(String(cloudify_password))}`,
    );
  await client.query(`GRANT ${quoteName(user)} TO ${quoteName(superuser)}`);
  for (const name of [cloudify_db_name, 'stage', 'composer'])
    if (!(await has('SELECT 1 FROM pg_database WHERE datname = $1', name)))
      await client.query(`CREATE DATABASE ${quoteName(name)} OWNER ${quoteName(user)}`);
  await client.query(`REVOKE ${quoteName(user)} FROM ${quoteName(superuser)}`);
}

async function populate(settings: Settings, client: pg.Client): Promise<void> {
  const { admin_username: user, admin_password: password } = settings.manager.security;
  await client.query('BEGIN');
  await client.query(schema);
  await client.query('INSERT INTO alembic_version VALUES ($1)', [settings.release.schemaRevision]);
  await client.query('INSERT INTO users VALUES ($1, $2)', [user, hashPassword(String(password))]);
  for (const [name, host, external] of databaseNodes(settings))
    await client.query('INSERT INTO db_nodes VALUES ($1, $2, $3)', [name, host, external]);
  for (const name of brokerNames(settings)) await insertBroker(settings, client, name);
  await upsertManager(settings, client);
  await client.query('COMMIT');
}

function databaseNodes(settings: Settings): readonly (readonly [string, string, boolean])[] {
  const { host } = settings.postgresql_client;
  if (!hasDatabaseCluster(settings)) return [[host, host, true]];
  if (settings.release.databaseNodes === 'list')
    return databaseAddresses(settings).map((address) => [address, address, false]);
  const nodes = Object.entries(settings.postgresql_server.cluster.nodes);
  return nodes.map(([name, node]) => [name, node.ip ?? '', false]);
}

async function insertBroker(settings: Settings, client: pg.Client, name: string): Promise<void> {
  const { username, password, is_external = false, use_hostnames_in_db, ca_path } = settings.rabbitmq;
  const address = brokerAddress(settings, name);
  await client.query('INSERT INTO rabbitmq_brokers VALUES ($1, $2, NULL, $3, $4, $5, $6, $7)', [
    name,
    use_hostnames_in_db ? name : address,
    username,
    String(password),
    brokerNetworks(settings, name),
    is_external,
    ca_path ? readFileSync(ca_path, 'utf8') : null,
  ]);
}

async function upsertManager({ manager, networks }: Settings, client: pg.Client): Promise<void> {
  await client.query(
    `INSERT INTO managers (hostname, private_ip, public_ip, version, edition, distribution, distro_release, networks)
     VALUES ($1, $2, $3, $4, 'premium', 'debian', 'bookworm', $5)
     ON CONFLICT (hostname) DO UPDATE SET private_ip = $2, public_ip = $3, version = $4, networks = $5, last_seen = now()`,
    [manager.hostname, manager.private_ip, manager.public_ip, productVersion(), networks],
  );
}

/** Registers this manager. Only its host name decides whether it is already registered. */
async function register(settings: Settings, client: pg.Client): Promise<{ joins: boolean }> {
  const [revision] = (await client.query('SELECT version_num FROM alembic_version')).rows as {
    version_num: string;
  }[];
  const expected = settings.release.schemaRevision;
  if (revision?.version_num !== expected)
    throw validationError(
      `Database schema version mismatch: this manager expects schema revision ${expected} but the database is ${revision?.version_num ?? ''})`,
    );
  const known = (await client.query('SELECT hostname FROM managers')).rows as { hostname: string }[];
  if (known.some((row) => row.hostname === settings.manager.hostname)) {
    log.notice('Updating stored manager...');
    await upsertManager(settings, client);
    return { joins: false };
  }
  log.notice('Registering manager in the DB...');
  await upsertManager(settings, client);
  if (known.length === 0) return { joins: false };
  checkJoin(settings);
  return { joins: true };
}

function checkJoin({ ssl_inputs: inputs, manager }: Settings): void {
  log.info('Manager not in DB, will join the cluster...');
  const issues: string[] = [];
  const internal = inputs.internal_cert_path && inputs.internal_key_path;
  const authority = inputs.ca_key_path && inputs.ca_cert_path;
  if (!internal && !authority)
    issues.push(
      'Internal cert and key or CA cert and key must be provided to join an existing cluster. These should be set in ' +
        'either ssl_inputs.internal_cert_path and ssl_inputs.internal_key_path; or ssl_inputs.ca_cert_path and ' +
        'ssl_inputs.ca_key_path.',
    );
  if (!manager.security.admin_password)
    issues.push('manager.security.admin_password must be set to the current admin password for the cluster.');
  if (issues.length > 0)
    throw bootstrapError(
      'Existing cluster could not be joined due to configuration issues. Please run cfy_manager remove, then fix the ' +
        `configuration issues before reinstalling. Issues were:\n${issues.join('\n')}`,
    );
}

export async function uploadLicense(settings: Settings): Promise<void> {
  const path = settings.manager.cloudify_license_path;
  if (!path) return;
  log.info(`Uploading Cloudify license \`${path}\` to the Manager...`);
  if (!existsSync(path)) {
    const why = `[Errno 2] No such file or directory: '${path}'`;
    log.warning(`Failed to upload Cloudify license \`${path}\` due to IOError: ${why}`);
    return;
  }
  const license = parseLicense(readFileSync(path, 'utf8'));
  await withClient(await cloudifyLogin(settings), async (client) => {
    await client.query('DELETE FROM licenses');
    await client.query(storeLicense.text, storeLicense.values(license));
  });
}
