import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Host } from '../../../src/model/cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import { keepSessions } from '../../../src/transport/kept-sessions.ts';
import type { Transport } from '../../../src/transport/port.ts';
import type { HostPrompt } from '../../../src/transport/ssh/connect/options.ts';
import { hostAt } from '../../support/sshd/machine.ts';
import { knownLine, makeKey, startServer } from '../../support/sshd/server.ts';
import type { Server } from '../../support/sshd/server.ts';
import { testTransport } from '../../support/sshd/transport.ts';

let directory: string;
let server: Server;
let transport: Transport;
let host: Host;
const askPrompt = jest.fn(async (_prompt: HostPrompt) => new Secret('123456'));

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-kept-'));
  const key = makeKey(directory, 'key');
  server = await startServer({
    hostKeys: [key],
    accepts: ({ method }) => method === 'keyboard-interactive' && server.answers.at(-1) === '123456',
    prompts: [[{ prompt: 'Verification code: ', echo: false }]],
  });
  const knownHosts = join(directory, 'known');
  writeFileSync(knownHosts, knownLine(key, server.port));
  host = hostAt(server.port, { knownHosts });
  transport = keepSessions(testTransport({ askPrompt }));
});
afterAll(async () => {
  await transport.close();
  await server.stop();
  rmSync(directory, { recursive: true });
});

/** Connects, works, and disconnects, as the review of a command and its run do. */
async function work(): Promise<string | undefined> {
  const session = await transport.connect(host);
  const text = await session.read('/etc/passwd', { tailBytes: 1 });
  await session.close();
  return text;
}

test('the review and the run of a command share one login, with one prompt for the code', async () => {
  expect([await work(), await work(), await work()]).toEqual(['\n', '\n', '\n']);
  expect(server.connections).toBe(1);
  expect(askPrompt.mock.calls.map(([{ text }]) => text)).toEqual(['Verification code:']);
});

test('a session that was lost meanwhile is opened again', async () => {
  server.cut();
  expect(await work()).toBe('\n');
  expect([server.connections, askPrompt.mock.calls.length]).toEqual([2, 2]);
});

test('no session outlives the transport', async () => {
  const session = await transport.connect(host);
  await session.close();
  await transport.close();
  await expect(session.ask([])).rejects.toThrow('connection lost');
});
