import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Proxies, one in front of each host, that share one link of limited speed to the hosts. */
export interface LimitedLink {
  /** The ports of the proxies on loopback, in the order of the hosts. */
  readonly ports: readonly number[];
  /** Bytes that were sent to the hosts so far, on all connections. */
  readonly sent: () => number;
  readonly stop: () => Promise<void>;
}

interface Target {
  readonly address: string;
  readonly port: number;
}

/** Time for which an idle link saves up. Timers fire late by a millisecond or two, which must not make the link slower. */
const BURST_MS = 10;

/** @param bytesPerSecond the speed to the hosts; Infinity only counts. Responses are not limited. */
export async function startLimitedLink(
  targets: readonly Target[],
  bytesPerSecond: number,
): Promise<LimitedLink> {
  const link = tokenBucket(bytesPerSecond);
  const sockets = new Set<Socket>();
  const servers = await Promise.all(
    targets.map((target) =>
      listen((client) => {
        const upstream = connect({ host: target.address, port: target.port, allowHalfOpen: true });
        for (const socket of [client, upstream]) sockets.add(socket.setNoDelay(true));
        // A connection that ends early is a result of the measured program, not of the link.
        void pipeline(client.iterator({ destroyOnReturn: false }), link.through, upstream).catch(
          () => undefined,
        );
        void pipeline(upstream, client).catch(() => undefined);
      }),
    ),
  );
  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    sent: link.sent,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
    },
  };
}

/** A token bucket: the bytes of all streams that pass `through` together keep the limit. */
function tokenBucket(bytesPerSecond: number): {
  readonly sent: () => number;
  readonly through: (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
} {
  let sent = 0;
  let freeAt = 0;
  return {
    sent: () => sent,
    through: async function* (chunks) {
      for await (const chunk of chunks) {
        const now = performance.now();
        freeAt = Math.max(freeAt, now - BURST_MS) + (chunk.length / bytesPerSecond) * 1_000;
        if (freeAt > now) await sleep(freeAt - now);
        sent += chunk.length;
        yield chunk;
      }
    },
  };
}

function listen(onClient: (client: Socket) => void): Promise<Server> {
  // A program may end its side before the host has answered.
  const server = createServer({ allowHalfOpen: true }, onClient);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
