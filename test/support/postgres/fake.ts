import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** A server that implements the PostgreSQL protocol up to the login, without SQL. */
export interface FakePostgres {
  readonly port: number;
  stop(): Promise<void>;
}

export interface FakeOptions {
  readonly certificate: string;
  readonly key: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly address?: string;
  /** The response to an SSLRequest: `S` accepts TLS, `N` refuses it; any other value is not PostgreSQL. */
  readonly answer?: string;
}

const SSL_REQUEST = 80877103;

export async function startFakePostgres(options: FakeOptions): Promise<FakePostgres> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    socket.once('data', (request: Buffer) => {
      if (request.length !== 8 || request.readInt32BE(4) !== SSL_REQUEST) return void socket.end('E');
      socket.write(options.answer ?? 'S');
      if ((options.answer ?? 'S') === 'S') welcome(socket, options);
    });
  });
  await new Promise<void>((listening) => server.listen(0, options.address ?? '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      open.forEach((socket) => socket.destroy());
      await new Promise((closed) => server.close(closed));
    },
  };
}

function welcome(socket: Socket, options: FakeOptions): void {
  const secure = new TLSSocket(socket, { isServer: true, cert: options.certificate, key: options.key });
  secure.on('error', () => undefined);
  secure.once('data', (startup: Buffer) => {
    const login = parameters(startup);
    secure.write(message('R', int(3)));
    secure.once('data', (answer: Buffer) => {
      const password = answer.subarray(5, -1).toString();
      const refused = refusal({ ...login, password }, options);
      if (refused) return void secure.end(refused);
      secure.write(Buffer.concat([message('R', int(0)), message('Z', Buffer.from('I'))]));
      secure.once('data', () => secure.end());
    });
  });
}

function refusal(given: Record<string, string>, wanted: FakeOptions): Buffer | undefined {
  const { user = 'postgres', password = 'right-horse', database = 'postgres' } = wanted;
  if (given['user'] !== user || given['password'] !== password)
    return error('28P01', `password authentication failed for user "${given['user'] ?? ''}"`);
  return given['database'] === database
    ? undefined
    : error('3D000', `database "${given['database'] ?? ''}" does not exist`);
}

/** Parses `user\0postgres\0database\0…`, which follows the length and the version. */
function parameters(startup: Buffer): Record<string, string> {
  const words = startup.subarray(8).toString().split('\0');
  return Object.fromEntries(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? '']] : [])));
}

function error(code: string, text: string): Buffer {
  return message('E', Buffer.from(`SFATAL\0C${code}\0M${text}\0\0`));
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int(body.length + 4), body]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
