import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { AuthContext } from 'ssh2';
import { systemClock } from '../../../src/clock/clock.ts';
import { EXIT, PromptError } from '../../../src/errors/errors.ts';
import type { RunEnvironment } from '../../../src/execute/environment.ts';
import { Fleet } from '../../../src/execute/hosts/fleet.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { HostPrompt, SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { hostAt } from '../../support/sshd/machine.ts';
import { knownLine, makeKey, startServer } from '../../support/sshd/server.ts';
import type { Server } from '../../support/sshd/server.ts';
import { testTransport } from '../../support/sshd/transport.ts';

let directory: string;
let key: string;
let server: Server;
/** Whether the server requires a one-time code after the key. */
let requiresCode: boolean;
let fleet: Fleet | undefined;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-code-'));
  key = makeKey(directory, 'key');
  const prompts = [[{ prompt: 'Verification code: ', echo: false }]];
  server = await startServer({ hostKeys: [key], accepts, rejects: false, prompts });
});
afterEach(() => fleet?.close());
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

function accepts(context: AuthContext): boolean {
  if (context.method === 'keyboard-interactive') {
    const isRight = server.answers.at(-1) === '123456';
    if (!isRight) context.reject();
    return isRight;
  }
  if (context.method !== 'publickey' || context.signature === undefined || !requiresCode)
    return context.method === 'publickey';
  context.reject(['keyboard-interactive'], true);
  return false;
}

/** The hosts of a run whose connection with db1 is open. */
async function connected(options: Partial<SshOptions>): Promise<Fleet> {
  const knownHosts = join(directory, 'known');
  writeFileSync(knownHosts, knownLine(key, server.port));
  const hosts = [hostAt(server.port, { identity: key, knownHosts })];
  const env = {
    transport: testTransport({ ...options, connectRetryMs: 60_000 }),
    clock: systemClock,
    emit: () => undefined,
    signal: new AbortController().signal,
    cluster: { platform: 'cloudify', hosts },
  };
  const made = new Fleet(env as unknown as RunEnvironment, () => {
    throw new Error('no survey');
  });
  await made.connectAll(['db1']);
  return made;
}

test('an interactive run prompts for a new code when it reconnects', async () => {
  requiresCode = true;
  const askPrompt = jest.fn(async (_prompt: HostPrompt) => new Secret('123456'));
  fleet = await connected({ askPrompt });
  await fleet.reconnect('db1', 'the connection was lost');
  expect(askPrompt.mock.calls.map(([{ host, text }]) => `${host} ${text}`)).toEqual([
    'db1 Verification code:',
    'db1 Verification code:',
  ]);
});

test('without a terminal, a code at a reconnect ends the run with exit code 3, at the first attempt', async () => {
  requiresCode = false;
  fleet = await connected({});
  requiresCode = true;
  const before = server.connections;
  const failed = fleet.reconnect('db1', 'the connection was lost');
  await expect(failed).rejects.toThrow(PromptError);
  await expect(failed).rejects.toMatchObject({
    exitCode: EXIT.connect,
    problems: [{ where: 'db1', why: expect.stringContaining('prompted for "Verification code:"') }],
  });
  expect(server.connections - before).toBe(1);
});
