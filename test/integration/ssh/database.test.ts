import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { LoginProbe } from '../../../src/model/health/gate.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Session } from '../../../src/transport/port.ts';
import { startFakePostgres } from '../../support/postgres/fake.ts';
import { startPostgres } from '../../support/postgres/real.ts';
import type { Postgres } from '../../support/postgres/real.ts';
import { makeAuthority, makeCertificate } from '../../support/sshd/certificates.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(90_000);

const PASSWORD = 'right-hörse';
let machine: Machine;
let session: Session;
let postgres: Postgres;
let folder: string;
const transport = testTransport();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-login-'));
  for (const ca of ['ca', 'other-ca']) makeAuthority(folder, ca);
  makeCertificate(folder, 'server', { san: 'IP:127.0.0.1,DNS:localhost' });
  makeCertificate(folder, 'elsewhere', { san: 'IP:10.0.0.9' });
  for (const client of ['postgres', 'other']) makeCertificate(folder, client, { san: `DNS:${client}` });
  postgres = await startPostgres({
    certificate: pem('server.crt'),
    key: pem('server.key'),
    clientCa: pem('ca.crt'),
    password: PASSWORD,
    access: [
      'hostssl demanding all all scram-sha-256 clientcert=verify-full',
      'hostssl closed all all reject',
      'hostssl all postgres all scram-sha-256',
    ],
  });
  for (const name of ['demanding', 'closed']) postgres.sql(`CREATE DATABASE ${name}`);
  postgres.sql('CREATE USER guest');
  machine = await startMachine();
  session = await transport.connect(machine.host());
});
afterAll(async () => {
  await transport.close();
  await machine.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

const pem = (name: string) => readFileSync(join(folder, name), 'utf8');
const pair = (name: string) => ({ certificate: pem(`${name}.crt`), key: new Secret(pem(`${name}.key`)) });
const login = (change: Partial<LoginProbe> = {}) =>
  session.reach({
    kind: 'database-login',
    ...{ address: '127.0.0.1', port: postgres.port, ca: pem('ca.crt'), timeoutMs: 10_000 },
    ...{ user: 'postgres', database: 'postgres', password: new Secret(PASSWORD) },
    ...change,
  });
const away = (code: string, message: RegExp) => ({
  kind: 'login-denied',
  code,
  message: expect.stringMatching(message),
});

test('logs in to a real PostgreSQL by address and by name, and reports its certificate', async () => {
  const reached = { kind: 'reached', certificateUntil: expect.any(Number) };
  expect(await login()).toEqual(reached);
  expect(await login({ address: 'localhost' })).toEqual(reached);
});

test('reports a wrong password, an unknown database and a host without an entry in pg_hba.conf', async () => {
  expect(await login({ password: new Secret('wrong') })).toEqual(
    away('28P01', /password authentication failed/),
  );
  expect(await login({ database: 'nothing' })).toEqual(away('3D000', /"nothing" does not exist/));
  expect(await login({ database: 'closed' })).toEqual(away('28000', /pg_hba\.conf rejects/));
  expect(await login({ user: 'guest' })).toEqual(away('28000', /no pg_hba\.conf entry/));
});

test('reports whether a database exists', async () => {
  expect(await login({ looksFor: 'demanding' })).toMatchObject({ kind: 'reached', holds: true });
  expect(await login({ looksFor: "cloudify_db' OR true --" })).toMatchObject({
    kind: 'reached',
    holds: false,
  });
  expect(await login()).not.toHaveProperty('holds');
});

test('reports whether the database of the login has tables', async () => {
  const filled = { database: 'filled', looksFor: 'filled' };
  postgres.sql('CREATE DATABASE filled');
  expect(await login(filled)).toMatchObject({ kind: 'reached', holds: false });
  postgres.sql('CREATE TABLE managers (id int)', 'filled');
  expect(await login(filled)).toMatchObject({ kind: 'reached', holds: true });
});

test('a server that requires a client certificate accepts only the certificate of the user', async () => {
  const demanding = { database: 'demanding' };
  expect(await login(demanding)).toEqual(away('28000', /requires a valid client certificate/));
  expect(await login({ ...demanding, client: pair('other') })).toEqual(
    // The server reports the same as for a wrong password.
    away('28P01', /password authentication failed/),
  );
  expect(await login({ ...demanding, client: pair('postgres') })).toMatchObject({ kind: 'reached' });
});

test('distinguishes a client certificate of an unknown CA', async () => {
  const other = { certificate: pem('other-ca.crt'), key: new Secret(pem('other-ca.key')) };
  expect(await login({ client: other })).toEqual({
    kind: 'no-answer',
    cause: 'client-certificate',
    text: 'the server rejected our client certificate',
  });
});

test("verifies the server's certificate against the CA and the address", async () => {
  expect(await login({ ca: pem('other-ca.crt') })).toEqual({
    kind: 'no-answer',
    cause: 'certificate-untrusted',
    text: 'the certificate was not issued by the expected CA',
  });
  const elsewhere = { certificate: pem('elsewhere.crt'), key: pem('elsewhere.key') };
  const other = await startFakePostgres(elsewhere);
  expect(await login({ port: other.port })).toEqual({
    kind: 'no-answer',
    cause: 'certificate-name',
    text: 'the certificate does not cover 127.0.0.1, only IP Address:10.0.0.9',
  });
  await other.stop();
});

test('reports a name that the host cannot resolve', async () => {
  expect(await login({ address: 'nowhere.invalid' })).toEqual({
    kind: 'no-answer',
    cause: 'unknown-name',
    text: 'the host cannot resolve the name',
  });
});

test('never logs in to a server without TLS', async () => {
  const served = { certificate: pem('server.crt'), key: pem('server.key') };
  const without = await startFakePostgres({ ...served, answer: 'N' });
  const other = await startFakePostgres({ ...served, answer: 'H' });
  expect(await login({ port: without.port })).toEqual({
    kind: 'no-answer',
    cause: 'tls',
    text: 'the PostgreSQL server has no TLS',
  });
  expect(await login({ port: other.port })).toEqual({
    kind: 'no-answer',
    cause: 'tls',
    text: 'the server does not speak TLS as PostgreSQL does',
  });
  await Promise.all([without.stop(), other.stop()]);
});

test('distinguishes a server that sends nothing from a server that closes the connection', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  const rude = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const port = (server: typeof mute) => (server.address() as AddressInfo).port;
  expect(await login({ port: port(mute), timeoutMs: 300 })).toEqual({
    kind: 'no-answer',
    cause: 'timeout',
    text: 'timed out',
  });
  expect(await login({ port: port(rude) })).toEqual({
    kind: 'no-answer',
    cause: 'closed',
    text: 'the server closed the connection',
  });
  const tls = { kind: 'tls', address: '127.0.0.1', ca: pem('ca.crt'), timeoutMs: 300 } as const;
  expect(await session.reach({ ...tls, port: port(mute) })).toEqual({
    kind: 'no-answer',
    cause: 'timeout',
    text: 'timed out',
  });
  mute.close();
  rude.close();
});
