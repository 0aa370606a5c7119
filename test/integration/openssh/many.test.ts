import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { ConnectCause } from '../../../src/model/host/connect-cause.ts';
import { SOAK } from '../../e2e/support/seed.ts';
import { OPENSSH, opensshTransport } from '../../support/openssh/client.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import { startProxy } from '../../support/sshd/proxy.ts';

/** The soak test has 200 hosts, this sample few: each starts a process. */
const HOSTS = SOAK > 0 ? 200 : 16;
const NAMES = Array.from({ length: HOSTS }, (_, index) => `db${index + 1}`);
/** The values of the program. */
const RETRY_MS = 20_000;
const HANDSHAKES = 8;

jest.setTimeout(600_000);

let directory: string;

beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'quorate-many-'))));
afterAll(() => rmSync(directory, { recursive: true }));

interface Login {
  /** MaxStartups of the sshd that has all hosts. */
  readonly startups: string;
  readonly config: string;
  readonly names: readonly string[];
}

/** Logs in to all hosts at once. Returns the causes of failed attempts. */
async function logIn({ startups, config, names }: Login) {
  const machine = await startMachine({ startups });
  const configFile = join(directory, 'config');
  writeFileSync(configFile, config);
  const causes: ConnectCause[] = [];
  const transport = opensshTransport(configFile, {
    connectRetryMs: RETRY_MS,
    handshakes: HANDSHAKES,
    onRetry: ({ cause }) => causes.push(cause),
  });
  try {
    const sessions = await Promise.all(
      names.map((name) => transport.connect({ ...machine.host(OPENSSH), name })),
    );
    expect(sessions.map(({ host }) => host)).toEqual(names);
  } finally {
    await transport.close();
    await machine.stop();
  }
  return causes;
}

/** Each handshake takes some time, so that many are in progress at once. */
const proxy = (seconds: number) => `ProxyCommand sh -c '(sleep ${seconds}; cat) | exec busybox nc %h %p'\n`;

test('through ProxyCommand, all hosts are reached, and handshakes at once are capped', async () => {
  expect(await logIn({ config: proxy(2), startups: '10:100:10', names: NAMES })).toEqual([]);
});

test('through ProxyCommand, an sshd that refuses logins loses no host, and each back-off has its cause', async () => {
  const causes = await logIn({ config: proxy(1), startups: '2:100:2', names: NAMES.slice(0, HANDSHAKES) });
  expect(new Set(causes)).toEqual(new Set(['overloaded']));
});

test('behind one bastion, all hosts share one handshake with it, and theirs are capped', async () => {
  const [bastion, machine] = await Promise.all([startMachine(), startMachine({ startups: '10:100:10' })]);
  const proxy = await startProxy(bastion.port);
  const knownHosts = join(directory, 'known');
  const known = [
    ...bastion.hostKeys.map((key) => [proxy.port, key] as const),
    ...machine.hostKeys.map((key) => [machine.port, key] as const),
  ];
  writeFileSync(knownHosts, known.map(([port, key]) => `[127.0.0.1]:${port} ${key}\n`).join(''));
  const jump = [{ address: '127.0.0.1', port: proxy.port, user: 'root', identity: bastion.identity }];
  const transport = opensshTransport('none', { connectRetryMs: 0, handshakes: HANDSHAKES });
  try {
    const sessions = await Promise.all(
      NAMES.map((name) => transport.connect({ ...machine.host({ ...OPENSSH, knownHosts, jump }), name })),
    );
    expect(sessions.map(({ host }) => host)).toEqual(NAMES);
    expect(proxy.connections()).toBe(1);
  } finally {
    await transport.close();
    await proxy.stop();
    await Promise.all([bastion.stop(), machine.stop()]);
  }
});
