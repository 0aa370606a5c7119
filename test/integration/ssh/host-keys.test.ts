import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { hostAt } from '../../support/sshd/machine.ts';
import { knownLine, makeKey, startServer } from '../../support/sshd/server.ts';
import type { Server } from '../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';
import { adviceText } from '../../support/advised.ts';

jest.setTimeout(60_000);

let folder: string;
let keys: Record<'ed25519' | 'rsa' | 'other', string>;
let server: Server;
let knownHosts: string;
const transports: ReturnType<typeof testTransport>[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-host-keys-'));
  keys = {
    ed25519: makeKey(folder, 'ed25519'),
    rsa: makeKey(folder, 'rsa', { type: 'rsa' }),
    other: makeKey(folder, 'other'),
  };
});
beforeEach(async () => {
  server = await startServer({
    hostKeys: [keys.ed25519, keys.rsa],
    accepts: ({ method }) => method === 'password',
  });
  knownHosts = join(folder, `known-${server.port}`, 'known_hosts');
  mkdirSync(join(folder, `known-${server.port}`));
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  await server.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

const fingerprintOf = (key: string) =>
  execFileSync('ssh-keygen', ['-lf', `${key}.pub`], { encoding: 'utf8' }).split(' ')[1];

function connect(options: Partial<SshOptions> = {}, name = 'db1') {
  const transport = transports[0] ?? testTransport({ connectRetryMs: 60_000, ...options });
  transports[0] = transport;
  return transport.connect({ ...hostAt(server.port, { knownHosts, password: new Secret('pw') }), name });
}

test('refuses an unknown key, prints its fingerprint, and sends no password', async () => {
  const problem = await problemOf(connect());
  expect(problem).toMatchObject({
    where: 'db1',
    what: `unknown host key: ${fingerprintOf(keys.ed25519)} (ssh-ed25519)`,
    why: `no line for [127.0.0.1]:${server.port} in ${knownHosts}`,
  });
  expect(problem.next).toMatchObject([{ kind: 'command', command: 'trust' }, { kind: 'repeat' }]);
  expect(server.tried).toEqual([]);
  expect(server.connections).toBe(1);
});

test('names lines that cannot be parsed if a key is unknown', async () => {
  writeFileSync(knownHosts, `[127.0.0.1]:${server.port} ssh-ed25519 broken\n`);
  expect((await problemOf(connect())).lines).toEqual([`cannot parse: ${knownHosts}:1`]);
});

test('on request, accepts a new key, reports it, and stores it in a private file', async () => {
  rmSync(join(folder, `known-${server.port}`), { recursive: true });
  const told: string[] = [];
  await connect({
    acceptNewHostKeys: true,
    onHostKeyAccepted: (host, fingerprint) => told.push(`${host} ${fingerprint}`),
  });
  await connect({}, 'db2');
  expect(told).toEqual([`db1 ${fingerprintOf(keys.ed25519)}`]);
  expect(readFileSync(knownHosts, 'utf8').split(' ').slice(0, 2)).toEqual([
    `[127.0.0.1]:${server.port}`,
    'ssh-ed25519',
  ]);
  expect(statSync(knownHosts).mode & 0o777).toBe(0o600);
  transports.splice(0);
  await connect();
});

test('stores an accepted key after a last line without a newline', async () => {
  writeFileSync(knownHosts, '# mine');
  await connect({ acceptNewHostKeys: true });
  expect(readFileSync(knownHosts, 'utf8')).toMatch(/^# mine\n\[127\.0\.0\.1\].*\n$/);
});

test('refuses a changed key and prints both fingerprints, even if new keys are accepted', async () => {
  writeFileSync(knownHosts, knownLine(keys.other, server.port));
  const problem = await problemOf(connect({ acceptNewHostKeys: true }));
  expect(problem.what).toBe(`the host key has changed: ${fingerprintOf(keys.ed25519)} (ssh-ed25519)`);
  expect(problem.lines).toEqual([`known: ${fingerprintOf(keys.other)} (ssh-ed25519) ${knownHosts}:1`]);
  expect(adviceText(problem.next)).toContain(`ssh-keygen -R '[127.0.0.1]:${server.port}'`);
  expect(readFileSync(knownHosts, 'utf8')).toBe(knownLine(keys.other, server.port));
});

test('requests the type of the known key', async () => {
  writeFileSync(knownHosts, knownLine(keys.rsa, server.port));
  await connect();
});

test('refuses a known key that is revoked', async () => {
  writeFileSync(
    knownHosts,
    knownLine(keys.ed25519, server.port) + knownLine(keys.ed25519, server.port, '@revoked '),
  );
  expect(await problemOf(connect())).toMatchObject({
    what: expect.stringContaining('revoked host key'),
    why: expect.stringContaining(`${knownHosts}:2`),
  });
});

test('names the client that verifies host certificates', async () => {
  writeFileSync(knownHosts, knownLine(keys.ed25519, server.port, '@cert-authority '));
  expect((await problemOf(connect())).why).toContain('needs `ssh.client: openssh`');
});

test('reads the known hosts of the machine as well', async () => {
  const global = join(folder, 'global');
  writeFileSync(global, knownLine(keys.ed25519, server.port));
  await connect({ alsoKnownHosts: [join(folder, 'absent'), global] });
});

test('an unreadable known_hosts is an error', async () => {
  mkdirSync(knownHosts);
  const problem = await problemOf(connect());
  expect(problem).toMatchObject({ where: knownHosts, what: 'cannot read the known hosts' });
});

test('refuses a new key if known_hosts cannot be written', async () => {
  knownHosts = '/proc/self/known_hosts';
  const problem = await problemOf(connect({ acceptNewHostKeys: true }));
  expect(problem.what).toBe('cannot verify the host key');
  expect(server.tried).toEqual([]);
});
