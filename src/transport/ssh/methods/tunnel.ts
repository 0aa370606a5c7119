import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import type { ClientChannel } from 'ssh2';
import type { Connection } from '../connect/connection.ts';
import { HandshakeTimeout } from './exchange-error.ts';

/** An IP address (of version 6 without brackets) or a name, and a port, as the host sees them. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A channel of the ssh connection that ends at another machine. @throws what ssh2 says of a channel that is not opened */
export function openTunnel({ client }: Connection, { address, port }: Endpoint): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, address, port, (error, channel) =>
      error ? reject(error) : resolve(channel),
    );
  });
}

/** A port that accepts and never speaks TLS (a member of etcd without a quorum does that). */
const HANDSHAKE_MS = 15_000;

/** How TLS is verified: against this CA, and against the address or name that was asked. */
export function verifying({ address, ca }: { readonly address: string; readonly ca: string }) {
  return { host: address, ca, servername: isIP(address) ? '' : address } satisfies ConnectionOptions;
}

/** TLS within a channel. @throws what OpenSSL says, or that the handshake timed out */
export function secured(channel: Duplex, options: ReturnType<typeof verifying>): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ socket: channel, ...options });
    const patience = setTimeout(() => socket.destroy(new HandshakeTimeout()), HANDSHAKE_MS);
    socket.once('secureConnect', () => resolve(socket));
    for (const event of ['secureConnect', 'close']) socket.once(event, () => clearTimeout(patience));
    socket.once('error', reject);
    // What is left unread would keep the channel open.
    socket.once('close', () => channel.resume());
  });
}

/** A channel with what only sockets have and libraries ask for; it has no use for it. */
export function asSocket<C extends Duplex>(channel: C): C {
  const nothing = () => undefined;
  return Object.assign(channel, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
  });
}
