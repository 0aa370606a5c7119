import { validationError } from '../base/failure.ts';
import { getLog } from '../base/log.ts';
import { commonName } from '../certificates/read.ts';
import { hasDatabaseCluster, nodeCount, nodeValues } from '../config/members.ts';
import { wants, type Settings, type SslInput } from '../config/settings.ts';

const log = getLog('Validations');
const local = ['localhost', '127.0.0.1', '::1'];

export function checkDatabaseInputs(settings: Settings): void {
  const { postgresql_server: server } = settings;
  const database = wants(settings, 'database_service');
  const manager = wants(settings, 'manager_service');
  if (database && manager) checkOneMachine(settings);
  if (database && !manager) checkPasswordGiven(settings);
  if (manager && server.ssl_client_verification && !hasClientCertificates(settings))
    throw validationError(
      'When using ssl_client_verification, the following certs must be provided in the config under ssl_inputs: ' +
        clientCertificates(settings).join(', '),
    );
  if (manager && !database) checkRemoteDatabase(settings);
  if (server.ssl_client_verification && !server.ssl_only_connections)
    throw validationError(
      'When using ssl_client_verification, ssl_only_connections must be enabled to ensure client verification takes ' +
        'place.',
    );
  checkNames(settings);
}

function checkOneMachine(settings: Settings): void {
  if (!['localhost', '127.0.0.1'].includes(settings.postgresql_client.host))
    throw validationError('Cannot install database_service when connecting to an external database');
  if (hasDatabaseCluster(settings))
    throw validationError('Cannot install database_service when connecting to a Postgres Cluster');
}

function checkPasswordGiven(settings: Settings): void {
  const { postgres_password: password, enable_remote_connections: remote } = settings.postgresql_server;
  if (hasDatabaseCluster(settings)) {
    if (!password)
      throw validationError(
        'When using an external database with a Postgres Cluster, postgres_password must be set to a non-empty value',
      );
  } else if (remote !== Boolean(password)) {
    throw validationError(
      'When using an external database, both enable_remote_connections and postgres_password must be set',
    );
  }
}

function checkRemoteDatabase(settings: Settings): void {
  const { host, server_password: password } = settings.postgresql_client;
  if (local.includes(host.replace(/:[^:]*$/, '')) && !password)
    throw validationError('When using an external database, postgres_password must be set');
  const { databaseNodes } = settings.release;
  if (
    databaseNodes === 'map' &&
    hasDatabaseCluster(settings) &&
    nodeValues(settings).some((n) => !('ip' in n))
  )
    throw validationError('When using a Postgres Cluster ip must be set for each DB node');
}

function checkNames({ postgresql_client: client }: Settings): void {
  const azure = [client.server_username, client.cloudify_username].map((name) => name.includes('@'));
  if (azure.some(Boolean) && !azure.every(Boolean))
    throw validationError(
      'It appears you are trying to connect to Azure DBaaS.\nWhen doing so, make sure both "server_username" and ' +
        '"username" under "postgresql_client" are set with the relevant Azure domain',
    );
  if (
    client.server_username === client.cloudify_username ||
    client.server_db_name === client.cloudify_db_name
  )
    throw validationError(
      'The server_username and server_db_name values must be different than the cloudify_username and ' +
        'cloudify_db_name values respectively',
    );
}

const ownCertificate: readonly SslInput[] = ['postgresql_client_cert_path', 'postgresql_client_key_path'];
const superuserCertificate: readonly SslInput[] = [
  'postgresql_superuser_client_cert_path',
  'postgresql_superuser_client_key_path',
];

const clientCertificates = ({ release }: Settings): readonly SslInput[] =>
  release.certificatePerAccount ? [...ownCertificate, ...superuserCertificate] : ownCertificate;

const hasClientCertificates = (settings: Settings): boolean =>
  clientCertificates(settings).every((key) => Boolean(settings.ssl_inputs[key]));

/** Checks the secrets of a cluster and reports all problems at once. */
export function checkDatabaseCluster(settings: Settings): void {
  if (!wants(settings, 'database_service') || !hasDatabaseCluster(settings)) return;
  if (wants(settings, 'manager_service'))
    throw validationError('Postgres cluster nodes cannot be installed on manager nodes.');
  const problems = [...countProblems(settings), ...secretProblems(settings)];
  if (problems.length > 0)
    throw validationError(
      `Problems detected in postgresql_server.cluster configuration: ${problems.join(' ')}`,
    );
}

function countProblems(settings: Settings): string[] {
  const nodes = nodeCount(settings);
  if (nodes < 2) return ['There must be at least 2 DB cluster nodes.'];
  if (nodes < 3) log.warning('At least 3 nodes are recommended for DB clusters.');
  return [];
}

function secretProblems(settings: Settings): string[] {
  const { etcd, patroni, postgres } = settings.postgresql_server.cluster;
  const needed: readonly (readonly [readonly unknown[], string])[] = [
    [
      [etcd.cluster_token, etcd.root_password, etcd.patroni_password],
      'Etcd cluster token and passwords must be set.',
    ],
    [[patroni.rest_user, patroni.rest_password], 'Patroni rest username and password must be set.'],
    [[postgres.replicator_password], 'Postgres replicator password must be set.'],
  ];
  return needed.filter(([values]) => !values.every(Boolean)).map(([, text]) => text);
}

export function checkDatabaseCertificates(settings: Settings): void {
  if (wants(settings, 'database_service')) checkServerCertificates(settings);
  else if (wants(settings, 'manager_service')) checkClientCertificates(settings);
}

function checkServerCertificates(settings: Settings): void {
  const { postgresql_server: server } = settings;
  if (server.cert_path && server.key_path && server.ca_path) return;
  if (server.ssl_enabled || hasDatabaseCluster(settings))
    throw missingCertificates(
      'a CA certificate, a certificate and a key',
      'postgresql_server.cert_path, postgresql_server.key_path, and postgresql_server.ca_path',
    );
}

function checkClientCertificates(settings: Settings): void {
  const { postgresql_server: server, postgresql_client: client } = settings;
  if (!server.ca_path && !client.ca_path)
    throw missingCertificates('a CA certificate', 'postgresql_server.ca_path or postgresql_client.ca_path');
  if (client.ssl_client_verification && !(hasClientCertificates(settings) && server.ca_path))
    throw missingCertificates(
      'with client verification, a CA certificate, a certificate and a key ',
      `${clientCertificates(settings)
        .map((key) => `ssl_inputs.${key}`)
        .join(', ')}, and postgresql_server.ca_path`,
    );
}

const missingCertificates = (what: string, where: string) =>
  validationError(
    `If Postgresql requires SSL communication ${what} for Postgresql must be provided in config.yaml in ${where}`,
  );

export function checkClientCommonNames(settings: Settings): void {
  const { postgresql_client: client, ssl_inputs: inputs } = settings;
  if (!client.ssl_client_verification || !settings.release.certificatePerAccount) return;
  const own = commonName(inputs.postgresql_client_cert_path ?? '');
  if (own !== 'cloudify')
    throw validationError(
      `Client certificates require their CN to be set to "cloudify" (without quotes). Provided client cert has CN: ${own ?? 'None'}`,
    );
  const superuser = commonName(inputs.postgresql_superuser_client_cert_path ?? '');
  const expected = client.server_username;
  if (superuser !== expected)
    throw validationError(
      `Client superuser certificates require their CN to be set to "${expected}" (without quotes). Provided client ` +
        `cert has CN: ${superuser ?? 'None'}`,
    );
}
