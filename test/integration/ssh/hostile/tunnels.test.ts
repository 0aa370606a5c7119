import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { HttpProbe, LoginProbe, NoAnswerCause } from '../../../../src/model/health/gate.ts';
import { Secret } from '../../../../src/model/secret.ts';
import type { Session } from '../../../../src/transport/port.ts';
import { startEndpoint } from '../../../support/hostile/endpoint.ts';
import type { Endpoint } from '../../../support/hostile/endpoint.ts';
import { idleClock } from '../../../support/hostile/idle-clock.ts';
import { flood } from '../../../support/hostile/misbehaviors.ts';
import { makeAuthority, makeCertificate } from '../../../support/sshd/certificates.ts';
import { hostAt } from '../../../support/sshd/machine.ts';
import { knownLine, makeKey } from '../../../support/sshd/server.ts';
import { testTransport } from '../../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let directory: string;
let hostKey: string;
let endpoint: Endpoint;
const closing: (() => unknown)[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-hostile-tunnels-'));
  hostKey = makeKey(directory, 'host');
  makeAuthority(directory, 'ca');
  makeCertificate(directory, 'good', { san: 'IP:127.0.0.1' });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => rmSync(directory, { recursive: true }));

const pem = (name: string) => readFileSync(join(directory, name), 'utf8');

type Answer = (channel: Duplex) => void;

/** Connects to a host that reaches a hostile server. If a timeout is expected, time passes as soon as that server is reached. */
async function connect(answer: Answer | undefined, expected: NoAnswerCause): Promise<Session> {
  const asked = { yes: false };
  endpoint = await startEndpoint({
    hostKey,
    run: (line) => spawn('sh', ['-c', line]),
    onTunnel: () => (asked.yes = true),
    ...(answer && {
      tunnel: (channel: Duplex) => {
        channel.on('error', () => undefined);
        answer(channel);
      },
    }),
  });
  const knownHosts = join(directory, `known-${endpoint.port}`);
  writeFileSync(knownHosts, knownLine(hostKey, endpoint.port));
  const clock = idleClock(() => expected === 'timeout' && asked.yes && endpoint.isIdle());
  const transport = testTransport({ clock });
  closing.push(
    () => endpoint.stop(),
    () => clock.stop(),
    () => transport.close(),
  );
  return transport.connect(hostAt(endpoint.port, { knownHosts, identity: hostKey }));
}

/** The host still works after a hostile server behind it. */
async function stillWorks(session: Session) {
  const command = { program: 'test', args: ['-e', '/'], as: 'root', timeoutMs: 60_000 } as const;
  expect(await session.ask([command])).toMatchObject([{ code: 0 }]);
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n';
const http: HttpProbe = { method: 'GET', url: 'http://127.0.0.1:8404/stats', timeoutMs: 30_000 };
const https: HttpProbe = { ...http, url: 'https://127.0.0.1:8008/cluster' };

/** Starts an HTTP response after the request has arrived. */
const responds =
  (answer: Answer): Answer =>
  (channel) =>
    void channel.once('data', () => answer(channel));

const HTTP_CASES: readonly (readonly [string, Answer | undefined, NoAnswerCause, RegExp])[] = [
  ['is never opened', undefined, 'timeout', /^timed out$/],
  ['accepts and sends nothing', (channel) => void channel.resume(), 'timeout', /^timed out$/],
  [
    'sends a body without end',
    responds((channel) => (channel.write(`${HEAD}\r\n`), flood(channel))),
    'other',
    /^the body is longer than 16 MiB$/,
  ],
  [
    'sends chunks without end',
    responds((channel) => {
      channel.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
      flood(channel, Buffer.from(`1000\r\n${'y'.repeat(0x1000)}\r\n`.repeat(16)));
    }),
    'other',
    /^the body is longer than 16 MiB$/,
  ],
  [
    'sends headers without end',
    responds((channel) => (channel.write(HEAD), flood(channel, Buffer.from('x-more: y\r\n'.repeat(6000))))),
    'other',
    /header/i,
  ],
  [
    'sends interim responses without end',
    responds((channel) => flood(channel, Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)))),
    'timeout',
    /^timed out$/,
  ],
  [
    'sends one byte of a body now and then',
    responds((channel) => {
      channel.write(`${HEAD}\r\n`);
      const timer = setInterval(() => channel.write('.'), 50);
      channel.on('close', () => clearInterval(timer));
    }),
    'timeout',
    /^timed out$/,
  ],
  ['sends garbage', responds((channel) => void channel.write('\0\0garbage\r\n\r\n')), 'other', /Parse Error/],
  [
    'ends within a body',
    responds((channel) => channel.end(`${HEAD}content-length: 100\r\n\r\nhalf`)),
    'closed',
    /closed/,
  ],
];

test.each(HTTP_CASES)('a server that %s gives no answer', async (...[, answer, cause, text]) => {
  const session = await connect(answer, cause);
  const given = await session.request(http);
  expect(given).toMatchObject({ kind: 'no-answer', cause, text: expect.stringMatching(text) });
  await stillWorks(session);
});

test.each<[string, Answer, NoAnswerCause]>([
  ['accepts and sends nothing', (channel) => void channel.resume(), 'timeout'],
  ['floods in place of TLS', (channel) => (channel.resume(), flood(channel)), 'tls'],
  ['ends at once', (channel) => channel.end(), 'closed'],
])('a TLS server that %s gives no answer', async (...[, answer, cause]) => {
  const session = await connect(answer, cause);
  expect(await session.request({ ...https, ca: pem('ca.crt') })).toMatchObject({ kind: 'no-answer', cause });
  await stillWorks(session);
});

const login: LoginProbe = {
  ...{ kind: 'database-login', address: '127.0.0.1', port: 5432, user: 'u', database: 'd' },
  ...{ password: new Secret('pw'), ca: '', timeoutMs: 30_000 },
};

/** Answers the request for TLS, then speaks over TLS. */
function overTls(answer: Answer): Answer {
  return (channel) =>
    void channel.once('data', () => {
      channel.write('S');
      const options = { isServer: true, key: pem('good.key'), cert: pem('good.crt') };
      const secure = new TLSSocket(channel, options);
      secure.on('error', () => undefined);
      secure.once('data', () => answer(secure));
    });
}

test.each<[string, Answer, NoAnswerCause, RegExp]>([
  ['accepts and sends nothing', (channel) => void channel.resume(), 'timeout', /^timed out$/],
  ['floods in place of TLS', (channel) => (channel.resume(), flood(channel)), 'tls', /TLS/],
  ['ends at once', (channel) => channel.end(), 'closed', /closed/],
  ['sends nothing after TLS', overTls(() => undefined), 'timeout', /^timed out$/],
  [
    'sends one message without end',
    overTls((secure) => {
      secure.write(Buffer.from([0x45, 0x7f, 0xff, 0xff, 0xff]));
      flood(secure);
    }),
    'other',
    /^the answer to the login is longer than 1 MiB$/,
  ],
  [
    'sends messages without end',
    overTls((secure) => flood(secure, Buffer.from('N\0\0\0\x07S\0\0'.repeat(1000), 'latin1'))),
    'other',
    /^the answer to the login is longer than 1 MiB$/,
  ],
])('a database that %s gives no answer', async (...[, answer, cause, text]) => {
  const session = await connect(answer, cause);
  const given = await session.reach({ ...login, ca: pem('ca.crt') });
  expect(given).toMatchObject({ kind: 'no-answer', cause, text: expect.stringMatching(text) });
  await stillWorks(session);
});
