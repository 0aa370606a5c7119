import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterEach, expect, test } from '@jest/globals';
import { startLimitedLink, type LimitedLink } from '../../../bench/hosts/limited-link.ts';

const BYTES = 100_000;
const opened: (Server | LimitedLink)[] = [];

afterEach(async () => {
  for (const one of opened.splice(0))
    await ('stop' in one ? one.stop() : new Promise((closed) => one.close(closed)));
});

/** A host that answers with the number of bytes that it received, and what it received. */
async function startHost(): Promise<{ readonly port: number; readonly received: () => Buffer }> {
  const chunks: Buffer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => void chunks.push(chunk));
    socket.on('end', () => socket.end(String(Buffer.concat(chunks).length)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  opened.push(server);
  return { port: (server.address() as AddressInfo).port, received: () => Buffer.concat(chunks) };
}

async function linkTo(hosts: readonly { readonly port: number }[], bytesPerSecond: number) {
  const targets = hosts.map(({ port }) => ({ address: '127.0.0.1', port }));
  const link = await startLimitedLink(targets, bytesPerSecond);
  opened.unshift(link);
  return link;
}

/** Sends the bytes, and returns the answer. */
function send(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

test('all connections together keep the limit', async () => {
  const hosts = await Promise.all([startHost(), startHost()]);
  const link = await linkTo(hosts, 1_000_000);
  const startedAt = performance.now();
  await Promise.all(link.ports.map((port) => send(port, Buffer.alloc(BYTES))));
  // Timers of Node fire up to a millisecond early; an idle link saves 10 ms.
  expect(performance.now() - startedAt).toBeGreaterThan(200 - 10 - 5);
});

test('every byte arrives at its host, is counted, and is answered', async () => {
  const hosts = await Promise.all([startHost(), startHost()]);
  const link = await linkTo(hosts, Infinity);
  const sent = hosts.map((_, index) => Buffer.alloc(BYTES * (index + 1), index + 1));
  const answers = await Promise.all(link.ports.map((port, index) => send(port, sent[index] ?? Buffer.of())));
  expect(answers).toEqual(['100000', '200000']);
  expect(hosts.map(({ received }, index) => received().equals(sent[index] ?? Buffer.of()))).toEqual([
    true,
    true,
  ]);
  expect(link.sent()).toBe(3 * BYTES);
});

test('a program that is killed in the middle does not stop the link', async () => {
  const [host] = await Promise.all([startHost()]);
  const link = await linkTo([host], 1_000_000);
  const [port = 0] = link.ports;
  await new Promise<void>((killed) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(Buffer.alloc(BYTES), () => socket.destroy());
    });
    socket.on('close', () => killed());
  });
  expect(Number(await send(port, Buffer.alloc(10)))).toBeGreaterThanOrEqual(10);
});
