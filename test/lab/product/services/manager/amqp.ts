import { randomBytes } from 'node:crypto';
import { connect, type ChannelModel } from 'amqplib';
import { Failure } from '../../base/failure.ts';
import { request, type Answer } from '../../base/request.ts';

export interface BrokerLogin {
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly username: string;
  readonly password: string;
  readonly ca: string;
  /** Virtual host; `/` by default. */
  readonly vhost?: string;
}

/** Connects to the first broker that responds. */
export async function connectBroker(login: BrokerLogin, timeoutMs = 3000): Promise<ChannelModel> {
  let last = new Error('there are no brokers');
  for (const { host, port } of login.hosts) {
    try {
      const target = {
        protocol: 'amqps',
        hostname: host,
        port,
        username: login.username,
        password: login.password,
        heartbeat: 30,
        ...(login.vhost === undefined ? {} : { vhost: login.vhost }),
      };
      return await connect(target, { ca: [login.ca], timeout: timeoutMs });
    } catch (error) {
      last = new Error(`${host}:${port}: ${(error as Error).message}`);
    }
  }
  throw last;
}

/**
 * Declares the product's queues, which are classic and durable. The policies of the first broker mirror them to all
 * brokers.
 */
export async function declareResources(login: BrokerLogin): Promise<void> {
  const connection = await connectBroker(login, 10_000);
  try {
    const channel = await connection.createChannel();
    await channel.assertExchange('cloudify-events-topic', 'topic', { durable: true });
    await channel.assertExchange('cloudify-logs', 'fanout', { durable: true });
    await channel.assertQueue('cloudify-events', { durable: true });
    await channel.assertQueue('cloudify-log', { durable: true });
    await channel.bindQueue('cloudify-events', 'cloudify-events-topic', 'events.#');
    await channel.bindQueue('cloudify-log', 'cloudify-logs', '');
    await channel.close();
  } finally {
    await connection.close();
  }
}

const tenant = 'default_tenant';

/** Creates the virtual host and the user of the tenant, through the management interface of any broker. */
export async function createTenant(login: BrokerLogin): Promise<void> {
  const vhost = `rabbitmq_vhost_${tenant}`;
  const user = `rabbitmq_user_${tenant}`;
  const password = randomBytes(24).toString('hex');
  await manage(login, `vhosts/${vhost}`, {});
  await manage(login, `users/${user}`, { password, tags: '' });
  await manage(login, `permissions/${vhost}/${user}`, { configure: '.*', write: '.*', read: '.*' });
}

async function manage(login: BrokerLogin, path: string, body: object): Promise<void> {
  const user = { name: login.username, password: login.password };
  const put = {
    port: 15671,
    path: `/api/${path}`,
    method: 'PUT',
    ca: login.ca,
    user,
    body,
    timeoutMs: 10_000,
  };
  let last = new Error('there are no brokers');
  for (const { host } of login.hosts) {
    try {
      return checkPut(path, await request({ ...put, host }));
    } catch (error) {
      if (error instanceof Failure) throw error;
      last = new Error(`${host}:15671: ${(error as Error).message}`);
    }
  }
  throw last;
}

function checkPut(path: string, { status, text }: Answer): void {
  if (status >= 300) throw new Failure('HTTPError', `${status} Client Error for url: /api/${path} ${text}`);
}
