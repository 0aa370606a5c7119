import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { knownLine, makeKey, startServer } from '../../support/sshd/server.ts';
import type { Server } from '../../support/sshd/server.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';

jest.setTimeout(60_000);

let directory: string;
let keys: Record<'ed25519' | 'rsa' | 'other', string>;
let server: Server;
const inDirectory = (name: string) => join(directory, name);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-trust-'));
  keys = {
    ed25519: makeKey(directory, 'ed25519'),
    rsa: makeKey(directory, 'rsa', { type: 'rsa' }),
    other: makeKey(directory, 'other'),
  };
});
beforeEach(async () => {
  rmSync(inDirectory('known'), { force: true });
  const hostKeys = [keys.ed25519, keys.rsa];
  server = await startServer({ hostKeys, accepts: () => false, address: '0.0.0.0' });
});
afterEach(() => server.stop());
afterAll(() => rmSync(directory, { recursive: true }));

const fingerprintOf = (key: string) =>
  execFileSync('ssh-keygen', ['-lf', `${key}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';
const lineAt = (last: number, key: string, marker = '') =>
  knownLine(key, server.port, marker).replaceAll('127.0.0.1', `127.0.0.${last}`);

function inventory(hostKeys: readonly string[] = [], port = server.port): string {
  const role = (name: string, first: number) =>
    [
      `${name}:`,
      '  hosts:',
      ...[0, 1, 2].map(
        (index) =>
          `    - { name: ${name}${index}, address: 127.0.0.${first + index}, private_ip: 10.0.0.${first + index} }`,
      ),
    ].join('\n');
  const listed = hostKeys.length > 0 ? `\n  host_keys: [${hostKeys.join(', ')}]` : '';
  return [
    'name: demo\ncloudify: { version: 7.0.4, package: package.rpm }\ntls: { directory: certificates }',
    'secrets: { env: true }',
    `ssh:\n  user: operator\n  port: ${port}\n  known_hosts: known${listed}`,
    ...[role('databases', 11), role('brokers', 21), role('managers', 31)],
  ].join('\n');
}

async function trust(text: string, flags: readonly string[] = [], answer?: string) {
  writeFileSync(inDirectory('inventory.yaml'), text);
  const fake = fakeEdges({ tty: answer !== undefined });
  const ended = main(['trust', inDirectory('inventory.yaml'), ...flags], fake.edges);
  if (answer !== undefined) {
    while (!fake.stderr().includes('[y/N]')) await sleep(20);
    fake.stdin.write(answer);
  }
  const code = await ended;
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const known = () => (existsSync(inDirectory('known')) ? readFileSync(inDirectory('known'), 'utf8') : '');

test('prints the fingerprints, and records all new keys after the operator confirms', async () => {
  const { code, stdout } = await trust(inventory(), [], 'y');
  expect(code).toBe(0);
  expect(stdout).toContain(fingerprintOf(keys.ed25519));
  expect(stdout).toContain('Recorded 18 keys.');
  expect(known().trim().split('\n')).toHaveLength(18);
  expect(server.tried).toEqual([]);
  expect((await trust(inventory())).code).toBe(0);
});

test('with --dry-run, shows the keys, asks nothing and records nothing', async () => {
  const { code, stdout } = await trust(inventory(), ['--dry-run']);
  expect([code, known()]).toEqual([0, '']);
  expect(stdout).toContain(fingerprintOf(keys.ed25519));
  expect(stdout).toContain('Nothing was written, because of --dry-run.');
});

test('records nothing if the operator does not confirm', async () => {
  const { code } = await trust(inventory(), [], 'n');
  expect(code).toBe(10);
  expect(known()).toBe('');
});

test('without a terminal, names the inventory key and the flag', async () => {
  const { code, stderr } = await trust(inventory());
  expect(code).toBe(2);
  expect(stderr.replace(/\s+/g, ' ')).toMatch(/`ssh\.host_keys` of each host.*--yes/);
  expect(known()).toBe('');
  expect((await trust(inventory(), ['--yes'])).code).toBe(0);
});

test('records keys that match the inventory without asking, and no other key', async () => {
  const { code, stdout } = await trust(inventory([fingerprintOf(keys.rsa)]), ['--output', 'json']);
  expect(code).toBe(0);
  const answer = JSON.parse(stdout) as {
    hosts: { keys: unknown[] }[];
    recorded: unknown[];
    problems: unknown[];
  };
  expect(answer.problems).toEqual([]);
  expect(answer.recorded).toHaveLength(9);
  expect(answer.hosts[0]?.keys).toHaveLength(2);
  expect(known()).not.toContain('ssh-ed25519');
});

test('refuses keys that differ from the inventory', async () => {
  const { code, stderr } = await trust(inventory([fingerprintOf(keys.other)]));
  expect(code).toBe(3);
  expect(stderr).toContain('no key of the host matches a fingerprint in the inventory');
  expect(known()).toBe('');
});

test('refuses a changed and a revoked key, even with --yes', async () => {
  writeFileSync(inDirectory('known'), lineAt(11, keys.other) + lineAt(12, keys.rsa, '@revoked '));
  const { code, stderr } = await trust(inventory(), ['--yes']);
  expect(code).toBe(3);
  expect(stderr).toContain('databases0: the host key has changed');
  expect(stderr).toContain('databases1: revoked host key');
  expect(known().match(/127\.0\.0\.1[12]/g)).toHaveLength(2);
  expect(known()).toContain('127.0.0.13');
});

test('does not treat a further key of a known host as changed', async () => {
  const all = [11, 12, 13, 21, 22, 23, 31, 32, 33];
  writeFileSync(inDirectory('known'), all.map((last) => lineAt(last, keys.ed25519)).join(''));
  const { code, stdout } = await trust(inventory());
  expect(code).toBe(0);
  expect(stdout).toContain('which has another key of the host');
});

test('names hosts that are unreachable', async () => {
  const { port } = server;
  await server.stop();
  const { code, stderr } = await trust(inventory([], port), ['--yes']);
  expect(code).toBe(3);
  expect(stderr).toMatch(/databases0\b[^]*: cannot connect to 127\.0\.0\.11/);
});

test('shows on a terminal which hosts it waits for', async () => {
  const mute = createServer((socket) => void setTimeout(() => socket.destroy(), 1000));
  await once(mute.listen(0, '0.0.0.0'), 'listening');
  const { port } = mute.address() as AddressInfo;
  writeFileSync(inDirectory('inventory.yaml'), inventory([], port));
  const fake = fakeEdges({ tty: true });
  expect(await main(['trust', inDirectory('inventory.yaml'), '--yes'], fake.edges)).toBe(3);
  mute.close();
  expect(fake.stderr()).toMatch(/connecting \d of 9 hosts: no answer yet: databases0/);
});
