import { readFileSync } from 'node:fs';
import { certificatePaths as at } from '../../base/paths.ts';
import { brokerAddress, brokerNames, databaseAddresses, hasDatabaseCluster } from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';
import { selectLeader } from '../leader.ts';
import type { Login } from '../sql.ts';
import type { BrokerLogin } from './amqp.ts';

type As = 'superuser' | 'cloudify';

/** Login with which a manager reaches the database during its install. */
export async function databaseLogin(settings: Settings, as: As, database: string): Promise<Login> {
  const { postgresql_client: client, postgresql_server: server } = settings;
  const ca = readFileSync(at.postgresCa, 'utf8');
  const host = hasDatabaseCluster(settings)
    ? await selectLeader(databaseAddresses(settings), ca)
    : client.host;
  const superuser = client.server_password || server.postgres_password;
  return {
    host,
    database,
    user: as === 'superuser' ? client.server_username : client.cloudify_username,
    password: String(as === 'superuser' ? superuser : client.cloudify_password),
    ca,
    ...(client.ssl_client_verification ? clientCertificate(settings, as) : {}),
  };
}

function clientCertificate({ release }: Settings, as: As): { cert: string; key: string } {
  const [cert, key] =
    as === 'superuser' && release.certificatePerAccount
      ? [at.postgresSuperuserCert, at.postgresSuperuserKey]
      : [at.postgresCert, at.postgresKey];
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

export function brokerLogin(settings: Settings): BrokerLogin {
  const { username, password, ca_path } = settings.rabbitmq;
  return {
    hosts: brokerNames(settings).map((name) => ({ host: brokerAddress(settings, name), port: 5671 })),
    username,
    password: String(password),
    ca: readFileSync(ca_path || at.ca, 'utf8'),
  };
}
