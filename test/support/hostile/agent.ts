import { createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A hostile SSH agent on a Unix socket. */
export interface HostileAgent {
  readonly path: string;
  /** Requests so far, by their message numbers (RFC draft ssh-agent: 11 lists keys, 13 signs). */
  readonly requests: readonly number[];
  /** Connections that the client has not closed. */
  readonly open: number;
  stop(): Promise<void>;
}

/** @param answer called with the number of each request */
export async function startAgent(
  path: string,
  answer: (socket: Socket, request: number) => void,
): Promise<HostileAgent> {
  const requests: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      requests.push(bytes[4]!);
      answer(socket, bytes[4]!);
    });
  });
  await new Promise<void>((listening) => server.listen(path, listening));
  return {
    path,
    requests,
    get open() {
      return sockets.size;
    },
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** The answer to a request for keys, with one key. */
export function keyList(publicKey: Buffer): Buffer {
  const string = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const count = Buffer.from([0, 0, 0, 1]);
  return string(Buffer.concat([Buffer.from([12]), count, string(publicKey), string(Buffer.from('comment'))]));
}
