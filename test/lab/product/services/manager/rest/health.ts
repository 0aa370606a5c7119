import { readFileSync } from 'node:fs';
import { request } from '../../../base/request.ts';
import { releaseOf } from '../../../releases.ts';
import { connectBroker } from '../amqp.ts';
import { logError } from './log.ts';
import { ok, type App, type Handler } from './app.ts';

type State = 'Active' | 'Inactive';
type Services = Record<string, { status: State; is_remote: boolean; extra_info?: object }>;

const base: Readonly<Record<string, string>> = {
  nginx: 'Webserver',
  'cloudify-mgmtworker': 'Management Worker',
  'cloudify-restservice': 'Manager Rest-Service',
  'cloudify-api': 'Cloudify API',
  'cloudify-execution-scheduler': 'Cloudify Execution Scheduler',
};

/** Returns only whether the manager is healthy, because the request needs no credentials. */
export const okHandler: Handler = async ({ app }) => {
  const { status } = await managerStatus(app).catch((error: Error) => {
    logError(error.message);
    return { status: 'Fail' };
  });
  return status === 'OK' ? ok('OK') : ok('FAIL', 500);
};

export const statusHandler: Handler = async ({ app, query }) => {
  const { status, services } = await managerStatus(app);
  return ok({ status, services: query.get('summary') === 'true' ? {} : services });
};

/**
 * Status of this manager. In releases with monitoring, the states of the host's services come from it; without it, the
 * product reports them as down.
 */
async function managerStatus(app: App): Promise<{ status: 'OK' | 'Fail'; services: Services }> {
  const [monitored, broker] = await Promise.all([isMonitored(app), brokerError(app)]);
  const local: State = monitored ? 'Active' : 'Inactive';
  const services: Services = {};
  for (const name of Object.values(base))
    services[name] = { status: local, is_remote: false, extra_info: {} };
  services['RabbitMQ'] = {
    status: broker === undefined ? 'Active' : 'Inactive',
    is_remote: true,
    extra_info: { connection_check: broker ?? 'OK' },
  };
  if (typeof app.config.postgresql_host === 'string')
    services['PostgreSQL'] = { status: 'Active', is_remote: true };
  const healthy = Object.values(services).every((service) => service.status === 'Active');
  return { status: healthy ? 'OK' : 'Fail', services };
}

async function isMonitored({ config }: App): Promise<boolean> {
  if (!releaseOf(config.version).monitoring) return true;
  if (!config.monitoring) return false;
  const { username: name, password } = config.monitoring;
  const ask = { host: '127.0.0.1', port: 8009, path: '/monitoring/status', trustAll: true, timeoutMs: 3000 };
  return request({ ...ask, user: { name, password } }).then(
    ({ status }) => status === 200,
    () => false,
  );
}

interface BrokerRow {
  host: string;
  port: number | null;
  username: string;
  password: string;
  ca_cert: string | null;
}

/**
 * Returns why no broker is reachable. Reading the brokers from the database also proves that its leader is reachable.
 */
async function brokerError({ config, database }: App): Promise<string | undefined> {
  const rows = await database.query<BrokerRow>('SELECT * FROM rabbitmq_brokers ORDER BY random()', [], 1500);
  const [first] = rows;
  if (!first) return 'Broker check failed: there are no brokers';
  try {
    const connection = await connectBroker({
      hosts: rows.map(({ host, port }) => ({ host, port: port ?? 5671 })),
      username: first.username,
      password: first.password,
      ca: first.ca_cert ?? readFileSync(config.broker_ca_cert_path, 'utf8'),
    });
    connection.on('error', () => undefined);
    await connection.close();
    return undefined;
  } catch (error) {
    return `Broker check failed with ${(error as Error).message}`;
  }
}
