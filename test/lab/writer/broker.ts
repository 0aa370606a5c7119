import type { ChannelModel, ConfirmChannel, Message } from 'amqplib';
import { connectBroker, type BrokerLogin } from '../product/services/manager/amqp.ts';
import { NotStored, type Target } from './stream.ts';

/**
 * A durable queue: a classic one, like those of the product, whose policies mirror it on each broker; in a virtual host
 * with another default type, of that type.
 */
const QUEUE = 'quorate-writer';

interface Open {
  readonly connection: ChannelModel;
  readonly channel: ConfirmChannel;
  /** Ids that the broker returned because no queue accepted them. The confirmation that follows does not count. */
  readonly returned: Set<string>;
  /** Rejects once the connection is closed. */
  readonly lost: Promise<never>;
}

/** Publishes persistent, mandatory messages with publisher confirms. Connects to the next broker after a failure. */
export function messagesInto(login: BrokerLogin): Target {
  let current: Promise<Open> | undefined;
  let first = 0;
  return {
    write: async (id) => {
      const open = await (current ??= connect(rotated(login, first))).catch((error: unknown) => {
        throw new NotStored((error as Error).message);
      });
      await Promise.race([publish(open, id), open.lost]);
    },
    abandon: () => {
      const abandoned = current;
      current = undefined;
      first++;
      void abandoned?.then(({ connection }) => connection.close()).catch(() => undefined);
    },
  };
}

/** Declares the queue and empties it. */
export async function makeQueue(login: BrokerLogin): Promise<void> {
  const { connection, channel } = await connect(login);
  await channel.assertQueue(QUEUE, { durable: true });
  await channel.purgeQueue(QUEUE);
  await connection.close();
}

/** Empties the queue. @returns the ids of its messages */
export async function drain(login: BrokerLogin): Promise<ReadonlySet<string>> {
  const { connection, channel } = await connect(login);
  const found = new Set<string>();
  for (let got: Message | false = false; (got = await channel.get(QUEUE, { noAck: true })) !== false;)
    found.add(String(got.properties.messageId));
  await connection.close();
  return found;
}

function rotated(login: BrokerLogin, by: number): BrokerLogin {
  const at = by % login.hosts.length;
  return { ...login, hosts: [...login.hosts.slice(at), ...login.hosts.slice(0, at)] };
}

async function connect(login: BrokerLogin): Promise<Open> {
  const connection = await connectBroker(login, 2000);
  connection.on('error', () => undefined);
  const lost = new Promise<never>((_, reject) => {
    connection.once('close', () => reject(new Error('the connection to the broker was lost')));
  });
  lost.catch(() => undefined);
  const channel = await connection.createConfirmChannel();
  channel.on('error', () => undefined);
  const returned = new Set<string>();
  channel.on('return', ({ properties }: Message) => returned.add(String(properties.messageId)));
  return { connection, channel, returned, lost };
}

function publish({ channel, returned }: Open, id: string): Promise<void> {
  const options = { persistent: true, mandatory: true, messageId: id };
  return new Promise((resolve, reject) => {
    channel.publish('', QUEUE, Buffer.from(id), options, (error) => {
      if (error) reject(error as Error);
      else if (returned.delete(id)) reject(new NotStored(`no queue accepted ${id}`));
      else resolve();
    });
  });
}
