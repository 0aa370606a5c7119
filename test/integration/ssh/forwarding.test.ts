import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { HttpProbe } from '../../../src/model/health/gate.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Session } from '../../../src/transport/port.ts';
import { makeAuthority, makeCertificate } from '../../support/sshd/certificates.ts';
import { freePort, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

/** A host whose sshd does not allow forwarding: curl and openssl on the host send the probes. */
let machine: Machine;
let session: Session;
let folder: string;
const noticed: string[] = [];
const transport = testTransport({ onNotice: (host, text) => noticed.push(`${host}: ${text}`) });
const servers: { close(): unknown }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-tls-'));
  ['ca', 'other-ca'].forEach((name) => makeAuthority(folder, name));
  makeCertificate(folder, 'good', { san: 'IP:127.0.0.1,DNS:localhost' });
  makeCertificate(folder, 'elsewhere', { san: 'IP:10.0.0.9,DNS:db9' });
  makeCertificate(folder, 'expired', { san: 'IP:127.0.0.1', days: -1 });
  machine = await startMachine({ sshd: ['AllowTcpForwarding no'] });
  session = await transport.connect(machine.host());
});
afterAll(async () => {
  servers.forEach((server) => server.close());
  await transport.close();
  await machine.stop();
  rmSync(folder, { recursive: true });
});

const pem = (name: string) => readFileSync(join(folder, name), 'utf8');

async function listening(server: Pick<Server, 'listen' | 'address' | 'close'>): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const serveTls = (certificate: string) =>
  listening(
    createHttps({ cert: pem(`${certificate}.crt`), key: pem(`${certificate}.key`) }, (_request, response) =>
      response.end('hello'),
    ),
  );

const get = (url: string, more: Partial<HttpProbe> = {}) =>
  session.request({ method: 'GET', url, timeoutMs: 10_000, ...more });
const handshake = (port: number, ca = 'ca', address = '127.0.0.1') =>
  session.reach({ kind: 'tls', address, port, ca: pem(`${ca}.crt`), timeoutMs: 10_000 });

test('sends credentials and a body, and no secret in arguments', async () => {
  const port = await listening(
    createHttp((request, response) => {
      const { method, headers } = request;
      request.on('data', (body: Buffer) => {
        response.setHeader('X-One', 'a: b');
        response.statusCode = 202;
        response.end(`${method} ${headers['content-type']} ${headers.authorization} ${body.toString()}`);
      });
    }),
  );
  const auth = { user: 'admin', password: new Secret('pä:"ss\\') };
  const body = '{"ü":"a\\"b\\n"}';
  expect(await get(`http://127.0.0.1:${port}/[v3]`, { method: 'POST', body, auth })).toEqual({
    kind: 'response',
    status: 202,
    headers: expect.objectContaining({ 'x-one': 'a: b' }),
    body: `POST application/json Basic ${Buffer.from('admin:pä:"ss\\').toString('base64')} ${body}`,
    onHost: true,
  });
});

test('reports once that sshd does not allow forwarding', async () => {
  await get(`http://127.0.0.1:${await freePort()}/`);
  expect(noticed).toEqual([expect.stringMatching(/^db1: sshd does not allow forwarding/)]);
});

test('verifies TLS on the host', async () => {
  const port = await serveTls('good');
  const ca = pem('ca.crt');
  expect(await get(`https://127.0.0.1:${port}/`, { ca })).toMatchObject({ status: 200, body: 'hello' });
  const certificateUntil = Date.parse(new X509Certificate(pem('good.crt')).validTo);
  expect(await handshake(port)).toEqual({ kind: 'reached', certificateUntil, onHost: true });
  expect(await handshake(port, 'ca', 'localhost')).toMatchObject({ kind: 'reached' });
});

test.each([
  { certificate: 'good', ca: 'other-ca', cause: 'certificate-untrusted' },
  { certificate: 'elsewhere', ca: 'ca', cause: 'certificate-name' },
  { certificate: 'expired', ca: 'ca', cause: 'certificate-expired' },
])('reports $cause', async ({ certificate, ca, cause }) => {
  const port = await serveTls(certificate);
  expect(await get(`https://127.0.0.1:${port}/`, { ca: pem(`${ca}.crt`) })).toMatchObject({ cause });
  expect(await handshake(port, ca)).toMatchObject({ cause });
});

test('reports a closed port, and a port without TLS', async () => {
  const closed = await freePort();
  expect(await get(`http://127.0.0.1:${closed}/`)).toMatchObject({ cause: 'refused', text: 'refused' });
  expect(await handshake(closed)).toMatchObject({ cause: 'refused' });
  const plain = await listening(createHttp((_request, response) => response.end('hello')));
  expect(await get(`https://127.0.0.1:${plain}/`, { ca: pem('ca.crt') })).toMatchObject({ cause: 'tls' });
  expect(await handshake(plain)).toMatchObject({ cause: 'tls' });
});

test('reports a server that sends nothing, and a server that closes the connection', async () => {
  const silent = await listening(createTcp((socket) => socket.on('error', () => undefined)) as never);
  expect(await get(`http://127.0.0.1:${silent}/`, { timeoutMs: 500 })).toMatchObject({ cause: 'timeout' });
  const closing = await listening(createTcp((socket) => socket.end()) as never);
  expect(await get(`http://127.0.0.1:${closing}/`)).toMatchObject({ cause: 'closed' });
});

test('limits the length of a response', async () => {
  const long = 'x'.repeat(5 * 1024 * 1024);
  const port = await listening(createHttp((_request, response) => response.end(long)));
  expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({
    kind: 'no-answer',
    text: expect.stringContaining('longer than'),
  });
  expect(await get(`http://127.0.0.1:${await freePort()}/`)).toMatchObject({ cause: 'refused' });
});

test('a login to PostgreSQL needs forwarding', async () => {
  const login = { user: 'a', database: 'b', password: new Secret('c'), ca: pem('ca.crt'), timeoutMs: 1_000 };
  const probe = { kind: 'database-login', address: '127.0.0.1', port: 1, ...login } as const;
  expect(await session.reach(probe)).toMatchObject({
    cause: 'forwarding-denied',
    text: expect.stringContaining('a login to PostgreSQL needs it'),
  });
});

test('a host without curl cannot be queried', async () => {
  machine.shell('mount --bind /dev/null /usr/bin/curl');
  const answer = await get('http://127.0.0.1:1/');
  machine.shell('umount /usr/bin/curl');
  expect(answer).toMatchObject({ cause: 'forwarding-denied', text: expect.stringContaining('no curl') });
});
