import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { AuthContext } from 'ssh2';
import type { SshSettings } from '../../../src/model/cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { hostAt } from '../../support/sshd/machine.ts';
import { knownLine, makeKey, startServer } from '../../support/sshd/server.ts';
import type { Server } from '../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';
import { advised } from '../../support/advised.ts';

jest.setTimeout(60_000);

let folder: string;
let files: Record<'host' | 'plain' | 'locked' | 'unlisted', string>;
let server: Server | undefined;
const transports: ReturnType<typeof testTransport>[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-login-'));
  files = {
    host: makeKey(folder, 'host'),
    plain: makeKey(folder, 'plain'),
    locked: makeKey(folder, 'locked', { passphrase: 'open sesame' }),
    unlisted: makeKey(folder, 'unlisted'),
  };
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  await server?.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

const publicOf = (file: string) =>
  Buffer.from(readFileSync(`${file}.pub`, 'utf8').split(' ')[1] ?? '', 'base64');
const takesKey =
  (...names: (keyof typeof files)[]) =>
  (context: AuthContext) =>
    context.method === 'publickey' && names.some((name) => publicOf(files[name]).equals(context.key.data));
const takesPassword = (method: string, password: string) => (context: AuthContext) =>
  context.method === method && (context as { password?: string }).password === password;

async function login(
  accepts: (context: AuthContext) => boolean,
  ssh: Partial<SshSettings>,
  options: Partial<SshOptions> = {},
) {
  server = await startServer({ hostKeys: [files.host], accepts });
  return connect(server.port, ssh, options);
}

async function connect(port: number, ssh: Partial<SshSettings>, options: Partial<SshOptions> = {}) {
  const knownHosts = join(folder, `known-${port}`);
  writeFileSync(knownHosts, knownLine(files.host, port));
  const transport = testTransport(options);
  transports.push(transport);
  return transport.connect(hostAt(port, { knownHosts, ...ssh }));
}

describe('accounts', () => {
  test.each(['ann@corp.example.com', 'CORP\\ann', 'corp+svc-deploy$'])('logs in as %s', async (user) => {
    const named = (context: AuthContext) => context.username === user && takesKey('plain')(context);
    await expect(login(named, { user, identity: files.plain })).resolves.toBeDefined();
  });
});

describe('keys', () => {
  test('logs in with the key in the inventory', async () => {
    const session = await login(takesKey('plain'), { identity: files.plain });
    expect(
      await session.ask([{ program: 'test', args: ['-e', '/'], as: 'root', timeoutMs: 5000 }]),
    ).toMatchObject([{ code: 0 }]);
  });

  test('prompts for a passphrase once for all hosts', async () => {
    server = await startServer({ hostKeys: [files.host], accepts: takesKey('locked') });
    const { port } = server;
    const askPassphrase = jest.fn(async (_what: string) => new Secret('open sesame'));
    const knownHosts = join(folder, 'known-many');
    writeFileSync(knownHosts, knownLine(files.host, port));
    const transport = testTransport({ askPassphrase });
    transports.push(transport);
    const host = hostAt(port, { knownHosts, identity: files.locked });
    await Promise.all(['db1', 'db2', 'db3'].map((name) => transport.connect({ ...host, name })));
    expect(askPassphrase).toHaveBeenCalledTimes(1);
    expect(askPassphrase).toHaveBeenCalledWith(files.locked);
  });

  test.each([
    {
      title: 'a wrong passphrase',
      name: 'locked',
      options: { askPassphrase: async () => new Secret('wrong') },
      why: /wrong passphrase/,
    },
    {
      title: 'a passphrase without a terminal',
      name: 'locked',
      options: {},
      why: /no terminal to prompt on/,
    },
    { title: 'a missing key', name: 'missing', options: {}, why: /the file does not exist/ },
    { title: 'a directory', name: '.', options: {}, why: /it is a directory/ },
    {
      title: 'a public key whose private key is elsewhere',
      name: 'lone.pub',
      options: {},
      why: /it is a public key/,
    },
    { title: 'a file that is not a key', name: 'garbage', options: {}, why: /format/i },
  ])('$title: fails before anything is sent', async ({ name, options, why }) => {
    writeFileSync(join(folder, 'garbage'), 'no key\n');
    writeFileSync(join(folder, 'lone.pub'), readFileSync(`${files.plain}.pub`));
    const identity = join(folder, name);
    const problem = await problemOf(login(() => true, { identity }, options));
    expect(problem).toMatchObject({ where: 'db1', what: `cannot use the key ${identity}` });
    expect(problem.why).toMatch(why);
    expect(server?.connections).toBe(0);
  });

  test('names a default key that it did not try, because it is encrypted', async () => {
    const defaultIdentities = [files.locked, join(folder, 'absent')];
    expect(advised([await problemOf(login(() => false, {}, { defaultIdentities }))])[0]).toMatchObject({
      what: expect.stringContaining('authentication failed'),
      why: `no key, agent or password is available; not tried: ${files.locked} is encrypted`,
      next: `add the key to the SSH agent: ssh-add ${files.locked}, or set \`ssh.identity\` to it`,
    });
  });

  test('names default keys that it could not use beside a key that it tried', async () => {
    const garbage = join(folder, 'garbage');
    writeFileSync(garbage, 'no key\n');
    const defaultIdentities = [files.plain, garbage, files.locked];
    expect(await problemOf(login(() => false, {}, { defaultIdentities }))).toMatchObject({
      why: `key ${files.plain}: rejected by the host; not tried: ${garbage} is unusable; not tried: ${files.locked} is encrypted`,
    });
  });

  test('tries default keys without `ssh.identity`; skips encrypted and missing keys', async () => {
    const askPassphrase = jest.fn(async (_what: string) => new Secret('open sesame'));
    const defaultIdentities = [files.locked, join(folder, 'absent'), files.unlisted, files.plain];
    await login(takesKey('plain'), {}, { defaultIdentities, askPassphrase });
    expect(askPassphrase).not.toHaveBeenCalled();
  });
});

describe('the agent', () => {
  const agentSocket = () => join(folder, 'agent');
  let pid: number | undefined;
  beforeAll(async () => {
    const agent = spawn('ssh-agent', ['-D', '-a', agentSocket()]);
    pid = agent.pid;
    await new Promise((ready) => agent.stdout.once('data', ready));
    const askpass = join(folder, 'askpass');
    writeFileSync(askpass, '#!/bin/sh\necho open sesame\n', { mode: 0o755 });
    const env = {
      ...process.env,
      SSH_AUTH_SOCK: agentSocket(),
      SSH_ASKPASS: askpass,
      SSH_ASKPASS_REQUIRE: 'force',
    };
    execFileSync('ssh-add', [files.locked], { env, stdio: 'pipe' });
  });
  afterAll(() => {
    if (pid !== undefined) process.kill(pid);
  });

  test('logs in with its keys', async () => {
    await login(takesKey('locked'), { agent: true }, { agentSocket: agentSocket() });
    expect(server?.tried).toContain('publickey');
  });

  test('makes the passphrase of its keys unnecessary', async () => {
    const askPassphrase = jest.fn(async (_what: string) => new Secret('open sesame'));
    await login(
      takesKey('locked'),
      { agent: true, identity: files.locked },
      { agentSocket: agentSocket(), askPassphrase },
    );
    expect(askPassphrase).not.toHaveBeenCalled();
  });

  test('is not used if the inventory disables it', async () => {
    const problem = await problemOf(
      login(takesKey('locked'), { agent: false }, { agentSocket: agentSocket() }),
    );
    expect(problem).toMatchObject({
      what: 'authentication failed for root@127.0.0.1',
      why: 'no key, agent or password is available',
    });
  });

  test('may be unreachable', async () => {
    const options = {
      agentSocket: join(folder, 'no-agent'),
      askPassphrase: async () => new Secret('open sesame'),
    };
    await login(takesKey('locked'), { agent: true, identity: files.locked }, options);
    const password = { agent: true, password: new Secret('pw') };
    await server?.stop();
    await login(takesPassword('password', 'pw'), password, options);
  });
});

describe('passwords', () => {
  test.each(['password', 'keyboard-interactive'])('%s', async (method) => {
    await login(takesPassword(method, 'pw'), { password: new Secret('pw') });
    expect(server?.tried).toContain(method);
  });
});

test('a failed login reports the methods that were tried, and is not retried', async () => {
  const ways = { identity: files.unlisted, password: new Secret('S3cret') };
  const problem = await problemOf(login(() => false, ways, { connectRetryMs: 60_000 }));
  expect(advised([problem])[0]).toMatchObject({
    where: 'db1',
    what: 'authentication failed for root@127.0.0.1',
    why: `key ${files.unlisted}: rejected by the host; password: rejected by the host; keyboard-interactive: answers rejected by the host`,
    // Never ssh-copy-id: the password is wrong.
    next: expect.stringContaining('correct `ssh.password`'),
  });
  expect(JSON.stringify(problem)).not.toContain('S3cret');
  expect(server?.connections).toBe(1);
});
