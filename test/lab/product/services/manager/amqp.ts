import { connect, type ChannelModel } from 'amqplib';

export interface BrokerLogin {
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly username: string;
  readonly password: string;
  readonly ca: string;
}

/** Any broker of the cluster will do. */
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
      };
      return await connect(target, { ca: [login.ca], timeout: timeoutMs });
    } catch (error) {
      last = new Error(`${host}:${port}: ${(error as Error).message}`);
    }
  }
  throw last;
}

/** The queues of the product are classic and durable; the policies of the first broker mirror them to all. */
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
