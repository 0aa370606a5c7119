import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { ConnectCause } from '../../../src/model/host/connect-cause.ts';
import { SOAK } from '../../e2e/support/seed.ts';
import { OPENSSH, opensshTransport } from '../../support/openssh/client.ts';
import { startMachine } from '../../support/sshd/machine.ts';

const HOSTS = SOAK > 0 ? 200 : 16;
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
  readonly hosts: number;
}

/** Logs in to all hosts at once. Returns the causes of failed attempts. */
async function logIn({ startups, config, hosts }: Login) {
  const machine = await startMachine({ startups });
  const configFile = join(directory, 'config');
  writeFileSync(configFile, config);
  const causes: ConnectCause[] = [];
  const transport = opensshTransport(configFile, {
    connectRetryMs: RETRY_MS,
    handshakes: HANDSHAKES,
    onRetry: ({ cause }) => causes.push(cause),
  });
  const names = Array.from({ length: hosts }, (_, index) => `db${index + 1}`);
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
  expect(await logIn({ config: proxy(2), startups: '10:100:10', hosts: HOSTS })).toEqual([]);
});

test('through ProxyCommand, an sshd that refuses logins loses no host, and each back-off has its cause', async () => {
  const causes = await logIn({ config: proxy(1), startups: '2:100:2', hosts: HANDSHAKES });
  expect(new Set(causes)).toEqual(new Set(['overloaded']));
});
