import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { freePort } from '../../support/sshd/machine.ts';
import { passwordServers } from '../../support/sshd/password-server.ts';
import { problemOf } from '../../support/sshd/transport.ts';
import { adviceText } from '../../support/advised.ts';

jest.setTimeout(60_000);

// cspell:ignore diffie
const OLD = 'diffie-hellman-group1-sha1';
const { serve, transport, hostOn, closing, closeAll, remove } = passwordServers();
afterEach(closeAll);
afterAll(remove);

test.each([
  { title: 'closes at once', greeting: '', what: 'Connection lost before handshake', tries: 3 },
  {
    title: 'is a web server',
    greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n',
    what: 'a web server answers ("HTTP/1.1 400 Bad Request")',
    tries: 1,
  },
  {
    title: 'is a TLS server',
    greeting: Buffer.from([0x15, 3, 1, 0, 2, 2, 70]),
    what: 'a TLS server answers',
    tries: 1,
  },
  {
    title: 'speaks another protocol',
    greeting: '+OK POP3 ready\r\n',
    what: 'another program answers ("+OK POP3 ready")',
    tries: 1,
  },
  {
    title: 'has too many logins',
    greeting: 'Exceeded MaxStartups\r\n',
    what: 'the host answers "Exceeded MaxStartups"',
    tries: 3,
  },
  {
    title: 'penalizes this machine',
    greeting: 'Not allowed at this time\r\n',
    what: 'the host answers "Not allowed at this time"',
    tries: 3,
  },
])('names a port that $title, and retries only what may pass', async ({ greeting, what, tries }) => {
  let connections = 0;
  const other = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).end(greeting);
  });
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  closing.push(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const problem = await problemOf(transport({ connectRetryMs: 2000 }).connect(hostOn(port)));
  expect(problem.what).toContain(`cannot connect to 127.0.0.1 port ${port}: ${what}`);
  expect(adviceText(problem.next)).toContain(`-p ${port} root@127.0.0.1`);
  // A failure that may pass is tried three times or more.
  expect(Math.min(connections, 3)).toBe(tries);
});

test('names the algorithms of both sides if there is no common one', async () => {
  const { port } = await serve({ algorithms: { kex: [OLD] } });
  const problem = await problemOf(transport().connect(hostOn(port)));
  expect(problem.what).toBe(`cannot connect to 127.0.0.1 port ${port}: no common key exchange algorithm`);
  expect(problem.lines).toEqual([
    expect.stringMatching(/^this machine: .*curve25519-sha256/),
    expect.stringMatching(new RegExp(`^db1: ${OLD}`)),
  ]);
  expect(adviceText(problem.next)).toContain('KexAlgorithms');
});

test('reports each failed attempt that is followed by another, and prints the limit at the end', async () => {
  const port = await freePort();
  const failed: unknown[] = [];
  const connecting = transport({ connectRetryMs: 60_000, onRetry: (attempt) => failed.push(attempt) });
  const problem = await problemOf(connecting.connect(hostOn(port), undefined, 900));
  expect(failed[0]).toEqual({ host: 'db1', tries: 1, cause: 'refused', limitMs: 900 });
  expect(problem.what).toMatch(/, tried \d+ times in .* \(limit: 900ms\)$/);
});

test('a host that is not reached occupies no place among the handshakes', async () => {
  const server = await serve();
  const connect = transport({ handshakes: 1, connectRetryMs: 0 });
  // A blackhole: the address is reserved for documentation, so that no host answers or the network is unreachable.
  const stop = new AbortController();
  const waiting = problemOf(connect.connect(hostOn(9, { address: '192.0.2.1', name: 'db2' }), stop.signal));
  await connect.connect(hostOn(server.port));
  stop.abort();
  expect((await waiting).where).toBe('db2');
});
