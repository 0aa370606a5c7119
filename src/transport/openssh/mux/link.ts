import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Connection } from '../../ssh/connect/connection.ts';
import { Channels } from './channels.ts';
import { encode, fieldsOf, packetCutter } from './message.ts';

/**
 * A link to a master through its control socket, in the mode in which the master passes the messages of channels on
 * (`ssh -O proxy`). A channel that sshd does not open keeps its reason, which `ssh -W` loses.
 */
export interface Link extends Pick<Connection, 'exec' | 'tunnel'> {
  /** Resolves when the socket is closed. */
  readonly closed: Promise<void>;
  /** Closes the socket at once. */
  destroy(): void;
  /** Ends all channels. */
  endChannels(): void;
}

/** Numbers in OpenSSH's PROTOCOL.mux. */
const MUX = { hello: 0x00000001, proxy: 0x1000000f, inProxyMode: 0x8000000f, version: 4 } as const;

/** @throws Error if no master listens at the path, or if it is older than this mode (OpenSSH 7.4) */
export async function openLink(path: string): Promise<Link> {
  const socket = connect(path);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const send = (packet: Buffer) => void socket.write(encode(packet));
  const receiver = await proxyMode(socket, send);
  const channels = new Channels((type, body) => send(Buffer.concat([Buffer.from([PADDING, type]), body])));
  receiver.onPacket = (packet) => channels.receive(packet.readUInt8(1), packet.subarray(2));
  return {
    exec: (line) => channels.exec(line),
    tunnel: ({ address, port }) => channels.open(TUNNEL, address, port, '127.0.0.1', 0),
    closed,
    destroy: () => socket.destroy(),
    endChannels: () => channels.lost(),
  };
}

/** The kind of a channel through which the host connects to an address (RFC 4254, section 7.2). */
const TUNNEL = 'direct-tcpip';
/** Length of the padding of a message, of which a link has none. */
const PADDING = 0;

interface Receiver {
  onPacket: (packet: Buffer) => void;
}

function proxyMode(socket: Socket, send: (packet: Buffer) => void): Promise<Receiver> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      reject(error);
      socket.destroy();
    };
    const receiver: Receiver = {
      onPacket: (packet) => {
        const kind = fieldsOf(packet).number();
        if (kind === MUX.inProxyMode) resolve(receiver);
        else if (kind === MUX.hello) send(encode(MUX.proxy, 0));
        else fail(new Error('the master passes no channels on'));
      },
    };
    const cut = packetCutter((packet) => receiver.onPacket(packet));
    socket.on('data', (chunk: Buffer) => {
      try {
        cut(chunk);
      } catch (error) {
        fail(error as Error);
      }
    });
    socket
      .on('error', reject)
      .on('close', () =>
        reject(Object.assign(new Error('the master closed its socket'), { code: 'ECONNRESET' })),
      );
    send(encode(MUX.hello, MUX.version));
  });
}
