import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A proxy between a client and an sshd that interrupts the connection on request. */
export interface Proxy {
  readonly port: number;
  /** `before`: drops the next bytes of the client. `after`: delivers them and drops the response. */
  cutNext(when: 'before' | 'after'): void;
  /** Drops all further bytes in both directions without closing the connection, like an unreachable peer. */
  freeze(): void;
  /** The number of connections so far. */
  connections(): number;
  stop(): Promise<void>;
}

/** A response is complete if the server sends nothing for this long after it. */
const QUIET_MS = 1_000;

export async function startProxy(target: number, port = 0): Promise<Proxy> {
  const state: { cut?: 'before' | 'after' | undefined; frozen: boolean } = { frozen: false };
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const upstream = connect(target, '127.0.0.1');
    const both = [client, upstream];
    const destroy = () => both.forEach((socket) => socket.destroy());
    let lost = false;
    let quiet: NodeJS.Timeout | undefined;
    for (const socket of both) {
      sockets.add(socket);
      socket.on('close', destroy).on('error', destroy);
    }
    client.on('data', (bytes: Buffer) => {
      const { cut } = state;
      state.cut = undefined;
      if (cut === 'before') return destroy();
      lost ||= cut === 'after';
      if (!state.frozen) upstream.write(bytes);
    });
    upstream.on('data', (bytes: Buffer) => {
      if (!lost && !state.frozen) client.write(bytes);
      if (!lost) return;
      clearTimeout(quiet);
      quiet = setTimeout(destroy, QUIET_MS);
    });
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cutNext: (when) => (state.cut = when),
    freeze: () => (state.frozen = true),
    connections: () => connections,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((closed) => server.close(closed));
    },
  };
}
