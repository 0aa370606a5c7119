import { expect, jest, test } from '@jest/globals';
import type { SshClient } from '../../../../src/model/cluster.ts';
import { startMachine } from '../../../support/sshd/machine.ts';
import { testTransport } from '../../../support/sshd/transport.ts';

jest.setTimeout(120_000);

const MAX_STARTUPS = '3:50:5';
const HOSTS = 40;

test.each<SshClient>(['ssh2', 'openssh'])('no host is lost at MaxStartups, with %s', async (client) => {
  const strict = await startMachine({ startups: MAX_STARTUPS });
  const causes: string[] = [];
  const transport = testTransport({
    connectRetryMs: 60_000,
    handshakes: HOSTS,
    openssh: { program: 'ssh', env: {}, configFile: 'none' },
    onRetry: ({ cause }) => causes.push(cause),
  });
  const names = Array.from({ length: HOSTS }, (_, i) => `db${i + 1}`);
  const sessions = await Promise.all(
    names.map((name) => transport.connect({ ...strict.host({ client }), name })),
  );
  expect(sessions.map(({ host }) => host)).toEqual(names);
  expect(causes.length).toBeGreaterThan(0);
  expect([...new Set(causes)].filter((cause) => !['overloaded', 'closed'].includes(cause))).toEqual([]);
  await transport.close();
  await strict.stop();
});
