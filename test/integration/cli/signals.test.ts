import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { buildProgram } from '../../support/built-program.ts';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'quorate-signals-'));
const inventory = join(folder, 'demo/inventory.yaml');
const env = { ...process.env, QUORATE_AGE_PASSPHRASE: 'correct-horse', QUORATE_SSH_CONFIG: 'none' };
const built = buildProgram();
const program = join(built, 'quorate.js');
const sockets = new Set<Socket>();
let server: Server;

/** Creates a cluster whose hosts are one port that accepts connections and sends nothing. */
beforeAll(async () => {
  server = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '0.0.0.0');
  await once(server, 'listening');
  const addresses = (first: number, count: number) =>
    Array.from({ length: count }, (_, i) => `198.51.100.${first + i}`).join();
  const roles = [
    ...['--databases', addresses(11, 3), '--brokers', addresses(21, 3)],
    ...['--managers', addresses(31, 2), '--load-balancers', addresses(41, 2)],
  ];
  run('init', join(folder, 'demo'), ...roles);
  const { port } = server.address() as AddressInfo;
  const text = readFileSync(inventory, 'utf8');
  const behind = (address: string) =>
    `${address.replace('198.51.100', '127.0.0')}, private_ip: ${address}, ssh: { port: ${port} }`;
  writeFileSync(inventory, text.replaceAll(/(?<=address: )198\.51\.100\.\d+/g, behind));
  run('certificates', 'issue', inventory);
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  [built, folder].forEach((path) => rmSync(path, { recursive: true }));
});

function run(...words: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [program, ...words], { env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
}

const COMMANDS: readonly (readonly string[])[] = [
  ...['plan', 'deploy', 'check', 'verify', 'status', 'drift', 'unlock', 'recover', 'runs'].map((name) => [
    name,
  ]),
  ['trust'],
  ['remove-broker', 'rabbit3', '--yes'],
  ['remove-database', 'db3', '--yes'],
  ['remove-manager', 'manager2', '--yes'],
  ['remove-load-balancer', 'lb2', '--yes'],
  ['replace-host', 'db3', '--yes'],
  ['reinit-database', 'db3', '--yes'],
  ['switchover', '--yes'],
  ['restart', '--yes'],
];

test.each(COMMANDS.flatMap((words, i) => [[words.join(' '), i % 2 === 0 ? 'SIGINT' : 'SIGTERM'] as const]))(
  '%s that waits for a host that hangs ends at the first %s',
  async (words, signal) => {
    const [command = '', ...rest] = words.split(' ');
    const contacted = once(server, 'connection');
    const child = spawn(process.execPath, [program, command, inventory, ...rest], { env });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    await Promise.race([
      contacted,
      ended.then(() => Promise.reject(new Error(String(Buffer.concat(output))))),
    ]);
    child.kill(signal);
    const [code, by] = await ended;
    // A process without a handler ends by the signal itself, which a shell reports as the same number.
    expect(by ?? code).toBe(by === null ? { SIGINT: 130, SIGTERM: 143 }[signal] : signal);
  },
);
