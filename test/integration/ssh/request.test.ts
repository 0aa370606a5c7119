import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTcp } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { HttpProbe } from '../../../src/model/health/gate.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Session } from '../../../src/transport/port.ts';
import { makeAuthority, makeCertificate } from '../../support/sshd/certificates.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let machine: Machine;
let session: Session;
let folder: string;
const transport = testTransport();
const servers: Server[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-tls-'));
  makeAuthority(folder, 'ca');
  makeAuthority(folder, 'other-ca');
  makeCertificate(folder, 'good', { san: 'IP:127.0.0.1,IP:::1' });
  makeCertificate(folder, 'elsewhere', { san: 'IP:10.0.0.9,DNS:db9' });
  makeCertificate(folder, 'expired', { san: 'IP:127.0.0.1', days: -1 });
  machine = await startMachine();
  session = await transport.connect(machine.host());
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(async () => {
  await transport.close();
  await machine.stop();
  rmSync(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);
const pem = (name: string) => readFileSync(file(name), 'utf8');
async function serve(
  answer: RequestListener,
  certificate?: string,
  address = '127.0.0.1',
): Promise<{ port: number; connections: () => number }> {
  const server = certificate
    ? createHttps({ cert: pem(`${certificate}.crt`), key: pem(`${certificate}.key`) }, answer)
    : createHttp(answer);
  servers.push(server);
  let connections = 0;
  server.on('connection', () => connections++);
  await new Promise<void>((listening) => server.listen(0, address, listening));
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const get = (url: string, about: Partial<HttpProbe> = {}) =>
  session.request({
    method: 'GET',
    url,
    timeoutMs: 10_000,
    ...(url.startsWith('https') ? { ca: pem('ca.crt') } : {}),
    ...about,
  });

test('verifies TLS against the CA and the address, and reuses the connection', async () => {
  const { port, connections } = await serve(
    (_request, response) => response.setHeader('x-a', ['1', '2']).end('hello'),
    'good',
  );
  for (let i = 0; i < 3; i++)
    expect(await get(`https://127.0.0.1:${port}/status`)).toMatchObject({
      kind: 'response',
      status: 200,
      body: 'hello',
      headers: { 'x-a': '1, 2' },
    });
  expect(connections()).toBe(1);
});

test('reports when the served certificate expires', async () => {
  const { port } = await serve((_request, response) => response.end('hello'), 'good');
  const answer = await get(`https://127.0.0.1:${port}/`);
  const { validTo } = new X509Certificate(pem('good.crt'));
  expect(answer).toMatchObject({ certificateUntil: Date.parse(validTo) });
});

test('verifies an IPv6 address', async () => {
  const { port } = await serve((_request, response) => response.end('hello'), 'good', '::1');
  expect(await get(`https://[::1]:${port}/`)).toMatchObject({ kind: 'response', status: 200 });
});

test.each([
  [
    'elsewhere',
    'ca',
    'certificate-name',
    'the certificate does not cover 127.0.0.1, only IP Address:10.0.0.9, DNS:db9',
  ],
  ['expired', 'ca', 'certificate-expired', 'the certificate has expired'],
  ['good', 'other-ca', 'certificate-untrusted', 'the certificate was not issued by the expected CA'],
])(
  'a certificate that is %s, verified against %s, has the cause %s',
  async (...[certificate, ca, cause, text]) => {
    const { port } = await serve((_request, response) => response.end('hello'), certificate);
    const answer = await get(`https://127.0.0.1:${port}/`, { ca: pem(`${ca}.crt`) });
    expect(answer).toEqual({ kind: 'no-answer', cause, text });
  },
);

test('verifies a name', async () => {
  const { port } = await serve((_request, response) => response.end('hello'), 'good');
  expect(await get(`https://localhost:${port}/`)).toMatchObject({
    kind: 'no-answer',
    cause: 'certificate-name',
    text: expect.stringContaining('does not cover localhost'),
  });
});

test('reports a port that does not speak TLS', async () => {
  const { port } = await serve((_request, response) => response.end('hello'));
  expect(await get(`https://127.0.0.1:${port}/`)).toEqual({
    kind: 'no-answer',
    cause: 'tls',
    text: expect.stringContaining('does not speak TLS'),
  });
});

test('times out if an answer is late', async () => {
  const { port } = await serve(() => undefined);
  expect(await get(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })).toEqual({
    kind: 'no-answer',
    cause: 'timeout',
    text: 'timed out',
  });
});

test('does not reuse an idle connection that the server may have closed', async () => {
  const { port, connections } = await serve((_request, response) => response.end('well'), 'good');
  const url = `https://127.0.0.1:${port}/`;
  const slow = { timeoutMs: 30_000 };
  expect(await get(url, slow)).toMatchObject({ status: 200 });
  await new Promise((resolve) => setTimeout(resolve, 5_500)); // Node's servers close idle connections after 5 s
  const asked = Date.now();
  expect(await get(url, slow)).toMatchObject({ status: 200 });
  expect(Date.now() - asked).toBeLessThan(20_000);
  expect(connections()).toBe(2);
});

test('times out on a port that accepts and never speaks TLS', async () => {
  const mute = createTcp().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = mute.address() as AddressInfo;
  expect(await get(`https://127.0.0.1:${port}/`, { timeoutMs: 200 })).toEqual({
    kind: 'no-answer',
    cause: 'timeout',
    text: 'timed out',
  });
  mute.close();
});

test('treats a truncated answer as no answer', async () => {
  const { port } = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.destroy(), 50);
  });
  expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'no-answer' });
});

test('sends credentials and a body', async () => {
  const { port } = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () =>
      response.end(
        `${request.method} ${request.headers['content-type']} ${request.headers.authorization} ${body}`,
      ),
    );
  });
  const auth = { user: 'admin', password: new Secret('pä:ss') };
  const answer = await get(`http://127.0.0.1:${port}/v3`, { method: 'POST', body: '{"ü":1}', auth });
  const basic = Buffer.from('admin:pä:ss').toString('base64');
  expect(answer).toMatchObject({ body: `POST application/json Basic ${basic} {"ü":1}` });
});

test('replaces a connection that the server has closed', async () => {
  const { port, connections } = await serve((_request, response) => response.end('hello'));
  const url = `http://127.0.0.1:${port}/`;
  await get(url);
  servers[0]?.closeAllConnections();
  expect(await get(url)).toMatchObject({ kind: 'response', status: 200 });
  expect(connections()).toBe(2);
});
