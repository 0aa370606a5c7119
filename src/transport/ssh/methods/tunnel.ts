import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import type { KeyPair } from '../../../model/material.ts';
import { HandshakeTimeout } from './exchange-error.ts';

/** Limit for a port that accepts connections and never speaks TLS, as an etcd member without a quorum does. */
const HANDSHAKE_MS = 15_000;

/** The CA and the address or name that TLS is verified against. */
export function verifying({ address, ca, client }: Verified) {
  return {
    host: address,
    ca,
    servername: isIP(address) ? '' : address,
    ...(client && { cert: client.certificate, key: client.key.reveal() }),
  } satisfies ConnectionOptions;
}

interface Verified {
  readonly address: string;
  readonly ca: string;
  /** The pair that is presented to a server which requires one. */
  readonly client?: KeyPair;
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
