import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { HandshakeTimeout } from './exchange-error.ts';

/** Limit for a port that accepts connections and never speaks TLS, as an etcd member without a quorum does. */
const HANDSHAKE_MS = 15_000;

/** The CA and the address or name that TLS is verified against. */
export function verifying({ address, ca }: { readonly address: string; readonly ca: string }) {
  return { host: address, ca, servername: isIP(address) ? '' : address } satisfies ConnectionOptions;
}

/** Starts TLS in a channel. @throws the error of OpenSSL, or a timeout of the handshake */
export function secured(channel: Duplex, options: ReturnType<typeof verifying>): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ socket: channel, ...options });
    const patience = setTimeout(() => socket.destroy(new HandshakeTimeout()), HANDSHAKE_MS);
    socket.once('secureConnect', () => resolve(socket));
    for (const event of ['secureConnect', 'close']) socket.once(event, () => clearTimeout(patience));
    socket.once('error', reject);
    // Unread data would keep the channel open.
    socket.once('close', () => channel.resume());
  });
}

/** Adds to a channel the socket methods that libraries call. The added methods do nothing. */
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
