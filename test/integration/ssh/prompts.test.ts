import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { AuthContext } from 'ssh2';
import { EXIT, PromptError, QuorateError } from '../../../src/errors/errors.ts';
import type { SshSettings } from '../../../src/model/cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { HostPrompt, SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { hostAt } from '../../support/sshd/machine.ts';
import { knownLine, makeKey, startServer } from '../../support/sshd/server.ts';
import type { Server, ServerOptions } from '../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';

let directory: string;
let files: Record<'host' | 'plain', string>;
let server: Server;
const transports: ReturnType<typeof testTransport>[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-prompts-'));
  files = { host: makeKey(directory, 'host'), plain: makeKey(directory, 'plain') };
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  await server.stop();
});
afterAll(() => rmSync(directory, { recursive: true }));

const CODE = { prompt: 'Verification code: ', echo: false };
const PASSWORD = { prompt: 'Password: ', echo: false };

async function serve(options: Partial<ServerOptions>) {
  server = await startServer({ hostKeys: [files.host], accepts: hasCode, ...options });
  const knownHosts = join(directory, `known-${server.port}`);
  writeFileSync(knownHosts, knownLine(files.host, server.port));
  return (ssh: Partial<SshSettings>, more: Partial<SshOptions> = {}) => {
    const transport = testTransport(more);
    transports.push(transport);
    return (name = 'db1') => transport.connect({ ...hostAt(server.port, { knownHosts, ...ssh }), name });
  };
}

const hasCode = (context: AuthContext) =>
  context.method === 'keyboard-interactive' && server.answers.includes('123456');

test('the operator answers a code, and the inventory the password', async () => {
  const asked: HostPrompt[] = [];
  const askPrompt = async (prompt: HostPrompt) => (asked.push(prompt), new Secret('123456'));
  const connect = (await serve({ prompts: [[PASSWORD, CODE]] }))(
    { password: new Secret('pw') },
    { askPrompt },
  );
  await connect();
  expect(server.answers).toEqual(['pw', '123456']);
  expect(asked).toMatchObject([{ host: 'db1', user: 'root', text: 'Verification code:', echo: false }]);
});

test('prompts are shown one host at a time, each once, and the limit of a login does not run meanwhile', async () => {
  const open: string[] = [];
  const asked: string[] = [];
  const askPrompt = async ({ host, text }: HostPrompt) => {
    open.push(host);
    asked.push(`${host} ${text}`);
    await sleep(800);
    expect(open).toEqual([host]);
    open.pop();
    return new Secret('123456');
  };
  const connect = (await serve({ prompts: [[CODE], [{ ...CODE, prompt: 'Pin: ' }]] }))(
    { connectTimeoutMs: 3000 },
    { askPrompt },
  );
  await Promise.all(['db1', 'db2', 'db3'].map(connect));
  expect(asked).toHaveLength(6);
  expect(new Set(asked).size).toBe(6);
});

test('a code that is required after a key is prompted for', async () => {
  const key = Buffer.from(readFileSync(`${files.plain}.pub`, 'utf8').split(' ')[1] ?? '', 'base64');
  const accepts = (context: AuthContext) => {
    if (context.method !== 'publickey') return hasCode(context);
    if (!key.equals(context.key.data)) return false;
    if (context.signature === undefined) return true;
    context.reject(['keyboard-interactive'], true);
    return false;
  };
  const connect = await serve({ accepts, rejects: false, prompts: [[CODE]] });
  const withTerminal = connect({ identity: files.plain }, { askPrompt: async () => new Secret('123456') });
  await withTerminal();
});

test('without a terminal, a code is an error that a retry does not help', async () => {
  const connect = (await serve({ prompts: [[CODE]] }))(
    { password: new Secret('pw') },
    { connectRetryMs: 60_000 },
  );
  const failed = connect();
  await expect(failed).rejects.toThrow(PromptError);
  const problem = await problemOf(failed);
  expect(problem.why).toContain('prompted for "Verification code:", and there is no terminal to answer on');
  expect(JSON.stringify(problem.next)).toContain('run the command on a terminal');
  expect(server.connections).toBe(1);
});

test('without a terminal and a password, no prompt is requested', async () => {
  const connect = (await serve({ prompts: [[PASSWORD]] }))({});
  const problem = await problemOf(connect());
  expect(problem.why).toBe('no key, agent or password is available');
  expect(server.answers).toEqual([]);
});

test('Ctrl-C at a prompt ends the command', async () => {
  const interrupted = new QuorateError(EXIT.interrupted, [{ what: 'interrupted' }]);
  const connect = (await serve({ prompts: [[CODE]] }))({}, { askPrompt: () => Promise.reject(interrupted) });
  await expect(connect()).rejects.toBe(interrupted);
});
