import type { ChannelModel, ConfirmChannel, Message } from 'amqplib';
import { connectBroker, type BrokerLogin } from '../product/services/manager/amqp.ts';
import { NotTaken, type Target } from './stream.ts';

/** Durable and classic, as the product's queues are: the product's policies mirror it on every broker. */
const QUEUE = 'quorate-writer';

interface Open {
  readonly connection: ChannelModel;
  readonly channel: ConfirmChannel;
  /** Ids that came back because no queue took them: the confirmation that follows is worth nothing. */
  readonly returned: Set<string>;
  /** Rejects once the connection is gone. */
  readonly lost: Promise<never>;
}

/** Publishes persistent, mandatory messages with publisher confirms; when its broker is gone, through the next one. */
export function messagesInto(login: BrokerLogin): Target {
  let current: Promise<Open> | undefined;
  let first = 0;
  return {
    write: async (id) => {
      const open = await (current ??= connect(rotated(login, first))).catch((error: unknown) => {
        throw new NotTaken((error as Error).message);
      });
      await Promise.race([publish(open, id), open.lost]);
    },
    abandon: () => {
      const gone = current;
      current = undefined;
      first++;
      void gone?.then(({ connection }) => connection.close()).catch(() => undefined);
    },
  };
}

/** Declares the queue, empty. */
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
      else if (returned.delete(id)) reject(new NotTaken(`no queue took ${id}`));
      else resolve();
    });
  });
}
