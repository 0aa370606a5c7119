// A file of the system: cspell:ignore resolv
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';

jest.setTimeout(120_000);

let directory: string;
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'quorate-waiting-'))));
afterAll(() => rmSync(directory, { recursive: true }));

test('certificates fetch shows on a terminal which server it waits for, and the limit', async () => {
  const silent = createServer((socket) => socket.resume().on('error', () => undefined));
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as AddressInfo;
  const sockets: { destroy: () => void }[] = [];
  silent.on('connection', (socket) => void sockets.push(socket));
  const fake = fakeEdges({ tty: true });
  const code = main(['certificates', 'fetch', `127.0.0.1:${port}`], fake.edges);
  while (!fake.stderr().includes('waiting for')) await sleep(50);
  expect(fake.stderr()).toContain(`waiting for 127.0.0.1:${port}, at most 10.0s for each attempt`);
  expect(fake.stdout()).toBe('');
  // The second attempt is refused.
  silent.close();
  sockets.forEach((socket) => socket.destroy());
  expect(await code).toBe(3);
});

/** A name server that receives queries and answers none. */
const SILENT_SERVER = `import socket, time
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 53))
print('listening', flush=True)
time.sleep(100)`;

/** Runs a command in a pseudo-terminal, in a network in which only a name server is reached that does not answer. */
const IN_TERMINAL = `ip link set lo up
mount --bind "$1/resolv.conf" /etc/resolv.conf
python3 "$1/server.py" | {
  read -r _
  exec script -qec "$2" /dev/null
}`;

test('init shows on a terminal that it waits for the name server', async () => {
  writeFileSync(join(directory, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:30 attempts:1\n');
  writeFileSync(join(directory, 'server.py'), SILENT_SERVER);
  const hosts = (role: string) => [1, 2, 3].map((number) => `${role}${number}.example.com`).join(',');
  const words = ['init', join(directory, 'prod'), '--databases', hosts('db'), '--brokers', hosts('rabbit')];
  const all = [...words, '--managers', hosts('manager')].join(' ');
  const program = `${process.execPath} --import tsx src/cli/quorate.ts ${all} </dev/null`;
  const child = spawn('unshare', ['-rmn', 'sh', '-c', IN_TERMINAL, 'sh', directory, program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TERM: 'xterm', CI: '' },
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  const ended = new Promise<true>((resolve) => child.once('close', () => resolve(true)));
  while (!text.includes('name server') && !(await Promise.race([ended, sleep(50)])));
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await ended;
  expect(text).toContain('waiting for the name server: db1.example.com, db2.example.com');
});
