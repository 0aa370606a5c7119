import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import type { HostName } from '../../../model/names.ts';
import { losable, unlessLost } from './connection.ts';
import type { Channel, Connection } from './connection.ts';

/** Time for an orderly end before the socket is destroyed. */
const CLOSE_MS = 1_000;

/** Watches an authenticated client of ssh2, and opens channels in it. */
export function ssh2Connection(host: HostName, client: Client, socket: Duplex): Connection {
  const base = losable(host, {
    orderly: () => {
      client.end();
      setTimeout(() => socket.destroy(), CLOSE_MS).unref();
    },
    atOnce: () => socket.destroy(),
  });
  client.on('error', (error) => base.end(error.message));
  client.on('close', () => base.end('closed by the host'));
  return {
    ...base,
    exec: (line) => opened(base, (done) => client.exec(line, done), withEnd),
    tunnel: ({ address, port }) =>
      opened(
        base,
        (done) => client.forwardOut('127.0.0.1', 0, address, port, done),
        (channel) => channel,
      ),
  };
}

type Opened = (error: Error | undefined, channel: ClientChannel) => void;

/** @param use called at once, before the channel emits an event */
function opened<T>(
  base: Pick<Connection, 'host' | 'lost'>,
  open: (done: Opened) => void,
  use: (channel: ClientChannel) => T,
): Promise<T> {
  return unlessLost(base, ({ done, fail }) =>
    open((error, channel) => (error ? fail(error) : done(use(channel)))),
  );
}

function withEnd(channel: ClientChannel): Channel {
  let exit: number | null = null;
  channel.on('exit', (code: number | null) => (exit = code));
  const ended = new Promise<number | null>((resolve) => channel.on('close', () => resolve(exit)));
  return Object.assign(channel, { ended });
}
