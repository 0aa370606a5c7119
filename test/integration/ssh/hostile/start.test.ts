import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { startEndpoint } from '../../../support/hostile/endpoint.ts';
import type { Endpoint, EndpointOptions } from '../../../support/hostile/endpoint.ts';
import { idleClock } from '../../../support/hostile/idle-clock.ts';
import { flood } from '../../../support/hostile/misbehaviors.ts';
import { hostAt } from '../../../support/sshd/machine.ts';
import { knownLine, makeKey, startServer } from '../../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let directory: string;
let hostKey: string;
const closing: (() => unknown)[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-hostile-start-'));
  hostKey = makeKey(directory, 'host');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => rmSync(directory, { recursive: true }));

function failure(port: number, clock: ReturnType<typeof idleClock>, signal?: AbortSignal) {
  const knownHosts = join(directory, `known-${port}`);
  writeFileSync(knownHosts, knownLine(hostKey, port));
  const transport = testTransport({ clock });
  closing.push(
    () => transport.close(),
    () => clock.stop(),
  );
  return problemOf(transport.connect(hostAt(port, { knownHosts, identity: hostKey }), signal));
}

/** @returns the problem of a connection whose shell does not start */
async function shellFails(options: Partial<EndpointOptions>, signal?: AbortSignal) {
  const endpoint: Endpoint = await startEndpoint({
    hostKey,
    run: (line) => spawn('sh', ['-c', line]),
    ...options,
  });
  closing.push(() => endpoint.stop());
  return failure(
    endpoint.port,
    idleClock(() => endpoint.isIdle()),
    signal,
  );
}

test.each<[string, Partial<EndpointOptions>, string]>([
  ['does not answer the request for a shell', { ignoreExec: true }, 'no shell within 10000 ms'],
  ['starts a shell that prints nothing', { exec: () => undefined }, 'no shell within 10000 ms'],
  [
    'prints another nonce',
    { exec: (channel) => void channel.write('\nf00d ready 0\n') },
    'no shell within 10000 ms',
  ],
  [
    'floods stdout before the shell is ready',
    { exec: (channel) => flood(channel) },
    'the output of the login shell is longer than 1 MiB',
  ],
  [
    'floods stderr before the shell is ready',
    { exec: (channel) => flood(channel.stderr) },
    'the output of the login shell is longer than 1 MiB',
  ],
  [
    'closes the connection when a shell is requested',
    { exec: (_, connection) => connection.end() },
    'the shell of root ended with code none',
  ],
  [
    'closes the connection before a shell is requested',
    { onSession: (connection) => connection.end() },
    'the connection was lost before the shell started: ',
  ],
])('a host that %s is unreachable', async (...[, options, what]) => {
  const problem = await shellFails(options);
  expect(problem.where).toBe('db1');
  expect(problem.what).toContain(what);
  expect(problem.next).toBeDefined();
});

test('an interruption ends the wait for a shell', async () => {
  const stop = new AbortController();
  const exec = () => stop.abort();
  expect(await shellFails({ exec }, stop.signal)).toMatchObject({
    where: 'db1',
    what: 'interrupted while connecting',
  });
});

async function serveSocket(answer: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).resume();
    answer(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test.each<[string, (socket: Socket) => void]>([
  ['floods lines in place of its version', (socket) => flood(socket, Buffer.from('hello\r\n'.repeat(1000)))],
  ['floods one line in place of its version', (socket) => flood(socket)],
  [
    'sends garbage after its version',
    (socket) => {
      socket.write('SSH-2.0-OpenSSH_9.2\r\n');
      flood(socket, Buffer.alloc(65536, 0xff));
    },
  ],
  ['ends within its version', (socket) => socket.end('SSH-2.0-Open')],
])('a host that %s is unreachable', async (...[, answer]) => {
  const port = await serveSocket(answer);
  const problem = await failure(
    port,
    idleClock(() => false),
  );
  expect(problem.where).toBe('db1');
  expect(problem.what).toContain(`cannot connect to 127.0.0.1 port ${port}`);
});

test('a host that does not answer a login is unreachable', async () => {
  const server = await startServer({ hostKeys: [hostKey], accepts: () => false, rejects: false });
  closing.push(() => server.stop());
  const knownHosts = join(directory, `known-${server.port}`);
  writeFileSync(knownHosts, knownLine(hostKey, server.port));
  const transport = testTransport();
  closing.push(() => transport.close());
  const host = hostAt(server.port, { knownHosts, identity: hostKey, connectTimeoutMs: 500 });
  const problem = await problemOf(transport.connect(host));
  expect(problem).toMatchObject({ where: 'db1' });
  expect(problem.what).toContain('no login within 500ms');
});
