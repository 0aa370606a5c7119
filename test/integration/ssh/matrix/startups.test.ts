import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Host, SshClient } from '../../../../src/model/cluster.ts';
import { startMachine } from '../../../support/sshd/machine.ts';
import type { Machine } from '../../../support/sshd/machine.ts';
import { testTransport } from '../../../support/sshd/transport.ts';

/** Samples of `npm run test:soak -- sshd`: a single sshd, and the answer of Debian 13's sshd without its penalties. */
jest.setTimeout(120_000);

const MAX_STARTUPS = '3:50:5';
/** Logins in progress with which this sshd refuses every further connection. */
const FULL = 5;
const HOSTS = 40;
const CLIENTS: readonly SshClient[] = ['ssh2', 'openssh'];

let strict: Machine;
beforeAll(async () => {
  strict = await startMachine({ startups: MAX_STARTUPS });
});
afterAll(() => strict.stop());

/**
 * Connects to all hosts at the same time. Ends the other logins after the first failed attempt.
 * @returns the causes of the failed attempts
 */
async function connectAll(
  hosts: readonly Host[],
  others: readonly Socket[] = [],
): Promise<readonly string[]> {
  const causes: string[] = [];
  const transport = testTransport({
    connectRetryMs: 60_000,
    handshakes: HOSTS,
    openssh: { program: 'ssh', env: {}, configFile: 'none' },
    onRetry: ({ cause }) => {
      causes.push(cause);
      for (const login of others) login.destroy();
    },
  });
  const sessions = await Promise.all(hosts.map((host) => transport.connect(host)));
  await transport.close();
  expect(sessions.map(({ host }) => host)).toEqual(hosts.map(({ name }) => name));
  return causes;
}

/** A login in progress: sshd has sent its version and waits. Tries again if sshd refuses the connection. */
async function loginInProgress(): Promise<Socket> {
  for (;;) {
    const login = connect(strict.port, '127.0.0.1');
    const [first] = (await Promise.race([once(login, 'data'), once(login, 'close')]).catch(
      () => [],
    )) as unknown[];
    if (String(first).startsWith('SSH-')) return login.on('error', () => undefined);
    login.on('error', () => undefined).destroy();
  }
}

test.each(CLIENTS)('no host is lost at MaxStartups, with %s', async (client) => {
  // Forty programs that start at the same time take seconds on a machine that has much else to do.
  const host = strict.host({ client, connectTimeoutMs: 60_000 });
  const hosts = Array.from({ length: HOSTS }, (_, i) => ({ ...host, name: `db${i + 1}` }));
  const others: Socket[] = [];
  while (others.length < FULL) others.push(await loginInProgress());
  const causes = await connectAll(hosts, others);
  expect(causes.length).toBeGreaterThan(0);
  expect([...new Set(causes)].filter((cause) => !['overloaded', 'closed'].includes(cause))).toEqual([]);
});

/** A port that answers three times as an sshd does that penalizes an address, and then leads to the sshd. */
async function penalizing(): Promise<Server> {
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    client.on('error', () => undefined);
    if (connections <= 3) return client.resume().end('Not allowed at this time\r\n');
    const upstream = connect(strict.port, '127.0.0.1').on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

test.each(CLIENTS)('a host that penalizes this address for a while is not lost, with %s', async (client) => {
  const server = await penalizing();
  const { port } = server.address() as AddressInfo;
  const knownHosts = join(strict.directory, 'penalizing');
  writeFileSync(knownHosts, strict.hostKeys.map((key) => `[127.0.0.1]:${port} ${key}\n`).join(''));
  const causes = await connectAll([strict.host({ client, port, knownHosts })]);
  expect(causes).toEqual(['penalized', 'penalized', 'penalized']);
  server.close();
});
