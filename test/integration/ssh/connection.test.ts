import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import type { ServerChannel } from 'ssh2';
import { ConnectionLost } from '../../../src/errors/errors.ts';
import { freePort } from '../../support/sshd/machine.ts';
import { startProxy } from '../../support/sshd/proxy.ts';
import { passwordServers } from '../../support/sshd/password-server.ts';
import { problemOf } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

const question = { program: 'test', args: ['-e', '/'], as: 'root', timeoutMs: 5000 } as const;
const { serve, transport, hostOn, closing, closeAll, remove } = passwordServers();
afterEach(closeAll);
afterAll(remove);

test('waits for a host that is starting', async () => {
  const port = await freePort();
  const connecting = transport({ connectRetryMs: 30_000 }).connect(hostOn(port));
  await sleep(300);
  await serve({ port });
  expect(await (await connecting).ask([question])).toMatchObject([{ code: 0 }]);
});

test('names host and address if no program listens, after the time limit', async () => {
  const port = await freePort();
  const problem = await problemOf(transport({ connectRetryMs: 600 }).connect(hostOn(port)));
  expect(problem.where).toBe('db1');
  expect(problem.what).toContain(`cannot connect to 127.0.0.1 port ${port}: `);
  expect(problem.why).toContain('no program listens on this port');
});

test('times out on a host that accepts and sends nothing', async () => {
  const mute = createServer((socket) => socket.resume().on('error', () => undefined));
  await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
  closing.push(() => void mute.close());
  const { port } = mute.address() as AddressInfo;
  const problem = await problemOf(transport().connect(hostOn(port, {}, { connectTimeoutMs: 200 })));
  expect(problem.what).toContain('the port accepts the connection and sends nothing within 200ms');
  expect(problem.why).toContain('another program has the port');
});

test('a longer connect_timeout gives a host that accepts and sends nothing no more time than one that is not reached', async () => {
  const mute = createServer((socket) => socket.resume().on('error', () => undefined));
  await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
  closing.push(() => void mute.close());
  const { port } = mute.address() as AddressInfo;
  const connecting = transport({ connectRetryMs: 300 }).connect(hostOn(port, {}, { connectTimeoutMs: 9000 }));
  expect((await problemOf(connecting)).what).toMatch(/sends nothing within (300|[12]?\d?\d)ms$/);
});

test('an interruption ends an attempt and the wait between attempts', async () => {
  const mute = createServer((socket) => socket.resume().on('error', () => undefined));
  await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
  closing.push(() => void mute.close());
  const { port } = mute.address() as AddressInfo;
  const connect = transport({ connectRetryMs: 60_000 });
  const stop = new AbortController();
  const first = problemOf(connect.connect(hostOn(port), stop.signal));
  const second = problemOf(connect.connect(hostOn(await freePort()), stop.signal));
  await sleep(200);
  stop.abort();
  expect((await first).what).toBe('interrupted while connecting');
  expect((await second).where).toBe('db1');
  expect((await problemOf(connect.connect(hostOn(port), stop.signal))).what).toBe(
    'interrupted while connecting',
  );
});

test('limits concurrent handshakes', async () => {
  const server = await serve({ loginMs: 30 });
  const connect = transport({ handshakes: 2 });
  const host = hostOn(server.port);
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => connect.connect({ ...host, name })));
  expect(server.connections).toBe(6);
  expect(server.atOnce).toBeLessThanOrEqual(2);
});

test('connects to IPv6 addresses', async () => {
  const server = await serve({ address: '::1' });
  const session = await transport().connect(hostOn(server.port, { address: '::1' }));
  expect(await session.ask([question])).toMatchObject([{ code: 0 }]);
});

test('loses the connection after three unanswered keepalives', async () => {
  const server = await serve();
  const proxy = await startProxy(server.port);
  closing.push(() => proxy.stop());
  const session = await transport({ keepaliveMs: 100 }).connect(hostOn(proxy.port));
  proxy.freeze();
  await expect(session.ask([question])).rejects.toThrow(new ConnectionLost('db1', 'Keepalive timeout'));
});

test('all waiting calls fail if the connection is lost', async () => {
  const server = await serve();
  const session = await transport().connect(hostOn(server.port));
  const calls = [
    session.ask([question]),
    session.read('/etc/hostname', { tailBytes: 9 }),
    session.ask([question]),
  ];
  const told = Promise.all(
    calls.map((call) =>
      call.then(
        () => undefined,
        (error: unknown) => error,
      ),
    ),
  );
  await server.stop();
  expect((await told).every((error) => error instanceof ConnectionLost)).toBe(true);
});

test('closing the transport closes its sessions', async () => {
  const server = await serve();
  const both = transport();
  const session = await both.connect(hostOn(server.port));
  await both.close();
  await expect(session.ask([question])).rejects.toThrow(ConnectionLost);
});

test('calls the hooks once per connection and once per script', async () => {
  const server = await serve();
  const counts = { connects: 0, frames: 0 };
  const session = await transport({
    onConnect: () => counts.connects++,
    onFrame: () => counts.frames++,
  }).connect(hostOn(server.port));
  await session.survey({
    cluster: 'c',
    files: [{ path: '/etc/hostname' }],
    paths: ['/etc'],
    guards: [{ id: 'g', command: question }],
    disks: ['/'],
    names: [],
    directories: [],
  });
  await session.ask([question, question, question]);
  expect(counts).toEqual({ connects: 1, frames: 2 });
  expect(server.connections).toBe(1);
});

test('reports a host that refuses a shell', async () => {
  const { port } = await serve({ refuseExec: true });
  const problem = await problemOf(transport().connect(hostOn(port)));
  expect(problem.what).toContain('sshd does not allow a shell');
});

const ends = (code: number, said: { out?: string; err?: string }) => (channel: ServerChannel) => {
  channel.write(said.out ?? '');
  channel.stderr.write(said.err ?? '');
  channel.exit(code);
  channel.end();
};

test.each([
  {
    title: 'a host without sudo',
    exec: ends(127, { err: "env: 'sudo': No such file or directory\n" }),
    become: true,
    what: 'sudo is not installed',
  },
  {
    title: 'a sudo that prompts for something else',
    exec: (channel: ServerChannel) => channel.stderr.write('Verification code: '),
    become: true,
    what: 'no shell within 300 ms',
  },
  { title: 'a login shell that hangs', exec: () => undefined, become: false, what: 'no shell within 300 ms' },
  {
    title: 'an account whose shell exits',
    exec: ends(1, { out: 'This account is not available.\n' }),
    become: false,
    what: 'the shell of root ended with code 1',
    lines: ['This account is not available.'],
  },
  {
    title: 'a profile that prints and exits',
    exec: ends(0, { out: 'Maintenance until 18:00.\n', err: 'Ask the operators.\n' }),
    become: true,
    what: 'the shell of root ended with code 0',
    lines: ['Maintenance until 18:00.', 'Ask the operators.'],
  },
  {
    title: 'an account whose password has expired, without sudo',
    exec: ends(254, { out: 'Your password has expired.\n' }),
    become: false,
    what: 'the password of root has expired',
    lines: ['Your password has expired.'],
  },
])('reports $title', async ({ exec, become, what, lines }) => {
  const { port } = await serve({ exec });
  const host = hostOn(port, {}, { become, connectTimeoutMs: 300 });
  const problem = await problemOf(transport().connect(host));
  expect(problem).toMatchObject({ where: 'db1', what });
  expect(problem.next).toBeDefined();
  expect(JSON.stringify(problem.next)).not.toMatch(/HOST|…/);
  if (lines) expect(problem.lines).toEqual(lines);
});
