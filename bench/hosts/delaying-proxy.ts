import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A proxy that delivers everything late, and counts how often the client had to wait for the server. */
export interface DelayingProxy {
  readonly port: number;
  /**
   * Round trips so far: bytes of the client that follow bytes of the server, and the connection itself. Bytes that the
   * client sends without waiting belong to the same round trip.
   */
  readonly roundTrips: () => number;
  readonly bytes: () => { readonly sent: number; readonly received: number };
  readonly stop: () => Promise<void>;
}

/** @param delayMs the time in each direction; two make a round trip */
export async function startDelayingProxy(
  target: { readonly address: string; readonly port: number },
  delayMs: number,
): Promise<DelayingProxy> {
  const seen = { roundTrips: 0, sent: 0, received: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    let turn: 'client' | 'server' = 'server';
    seen.roundTrips += 1;
    const upstream = connect(target.port, target.address);
    const later = (task: () => void) => void setTimeout(task, delayMs);
    client.on('data', (chunk: Buffer) => {
      if (turn === 'server') seen.roundTrips += 1;
      turn = 'client';
      seen.sent += chunk.length;
      later(() => upstream.write(chunk));
    });
    upstream.on('data', (chunk: Buffer) =>
      later(() => {
        turn = 'server';
        seen.received += chunk.length;
        client.write(chunk);
      }),
    );
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      from.on('end', () => later(() => to.end())).on('error', () => to.destroy());
    for (const socket of [client, upstream]) sockets.add(socket.setNoDelay(true));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    roundTrips: () => seen.roundTrips,
    bytes: () => ({ sent: seen.sent, received: seen.received }),
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((closed) => server.close(closed));
    },
  };
}
