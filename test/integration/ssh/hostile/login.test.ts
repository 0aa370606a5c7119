import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { AuthContext } from 'ssh2';
import type { SshSettings } from '../../../../src/model/cluster.ts';
import { Secret } from '../../../../src/model/secret.ts';
import type { SshOptions } from '../../../../src/transport/ssh/connect/options.ts';
import { keyList, startAgent } from '../../../support/hostile/agent.ts';
import type { HostileAgent } from '../../../support/hostile/agent.ts';
import { idleClock } from '../../../support/hostile/idle-clock.ts';
import type { IdleClock } from '../../../support/hostile/idle-clock.ts';
import { flood } from '../../../support/hostile/misbehaviors.ts';
import { hostAt } from '../../../support/sshd/machine.ts';
import { knownLine, makeKey, startServer } from '../../../support/sshd/server.ts';
import type { Server, ServerOptions } from '../../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../../support/sshd/transport.ts';
import { advised, adviceText } from '../../../support/advised.ts';

jest.setTimeout(60_000);

let directory: string;
let files: Record<'host' | 'rsa' | 'plain' | 'locked', string>;
let server: Server | undefined;
let agent: HostileAgent | undefined;
let clock: IdleClock | undefined;
const transports: ReturnType<typeof testTransport>[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-hostile-login-'));
  files = {
    host: makeKey(directory, 'host'),
    rsa: makeKey(directory, 'rsa', { type: 'rsa' }),
    plain: makeKey(directory, 'plain'),
    locked: makeKey(directory, 'locked', { passphrase: 'open sesame' }),
  };
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  clock?.stop();
  await server?.stop();
  await agent?.stop();
  [clock, server, agent] = [undefined, undefined, undefined];
});
afterAll(() => rmSync(directory, { recursive: true }));

async function login(
  serve: Partial<ServerOptions>,
  ssh: Partial<SshSettings>,
  options: Partial<SshOptions> = {},
) {
  server = await startServer({ hostKeys: [files.host], accepts: () => false, ...serve });
  const knownHosts = join(directory, `known-${server.port}`);
  writeFileSync(knownHosts, [files.host, files.rsa].map((key) => knownLine(key, server!.port)).join(''));
  const transport = testTransport(options);
  transports.push(transport);
  return transport.connect(hostAt(server.port, { knownHosts, ...ssh }));
}

const takesPassword = (context: AuthContext) => context.method === 'password' && context.password === 'pw';
const takesKey = (file: string) => (context: AuthContext) =>
  context.method === 'publickey' && publicOf(file).equals(context.key.data);
/** Accepts the key, so that the client signs with it. */
const wantsSignature = (context: AuthContext) =>
  context.method === 'publickey' && context.signature === undefined;
const publicOf = (file: string) =>
  Buffer.from(readFileSync(`${file}.pub`, 'utf8').split(' ')[1] ?? '', 'base64');
const password = new Secret('pw');

describe('an SSH agent', () => {
  type Answer = (socket: Socket, request: number) => void;
  const listsThen =
    (then: Answer): Answer =>
    (socket, request) =>
      request === 11 ? void socket.write(keyList(publicOf(files.plain))) : then(socket, request);
  const cases: readonly (readonly [string, Answer, string])[] = [
    ['accepts and sends nothing', () => undefined, 'it did not answer within 3.3s'],
    [
      'sends half an answer',
      (socket) => void socket.write(Buffer.from([0, 0])),
      'it did not answer within 3.3s',
    ],
    ['sends nothing when it should sign', listsThen(() => undefined), 'it did not answer within 6.7s'],
    [
      'sends without end',
      (socket) => flood(socket, Buffer.alloc(65536, 1)),
      'its answer is longer than 1 MiB',
    ],
    [
      'sends without end when it should sign',
      listsThen((socket) => flood(socket, Buffer.alloc(65536, 1))),
      'its answer is longer than 1 MiB',
    ],
    ['closes the connection', (socket) => void socket.end(), 'No reply from server'],
  ];

  async function start(answer: Answer): Promise<Partial<SshOptions>> {
    agent = await startAgent(join(directory, 'agent'), answer);
    // Only the wait for the agent is skipped: the login after it takes as long as this machine needs.
    clock = idleClock(() => agent !== undefined && agent.requests.length > 0 && agent.open > 0);
    return { agentSocket: agent.path, clock };
  }

  test.each(cases)('that %s: the next method is used', async (...[, answer]) => {
    const options = await start(answer);
    const accepts = (context: AuthContext) => wantsSignature(context) || takesPassword(context);
    await login({ accepts }, { agent: true, password }, options);
    expect(agent?.requests).toContain(11);
  });

  test.each(cases)('that %s is named if no method works', async (...[, answer, why]) => {
    const options = await start(answer);
    const problem = await problemOf(login({ accepts: wantsSignature }, { agent: true, password }, options));
    expect(problem).toMatchObject({ where: 'db1', what: 'authentication failed for root@127.0.0.1' });
    const others = 'password: rejected by the host; keyboard-interactive: answers rejected by the host';
    expect(problem.why).toBe(`ssh agent: ${why}; ${others}`);
    expect(agent?.open).toBe(0);
  });

  test('that sends nothing does not hide the passphrase of a key', async () => {
    const options = await start(() => undefined);
    const askPassphrase = jest.fn(async () => new Secret('open sesame'));
    const ssh = { agent: true, identity: files.locked };
    await login({ accepts: takesKey(files.locked) }, ssh, { ...options, askPassphrase });
    expect(askPassphrase).toHaveBeenCalledTimes(1);
  });
});

describe('the password', () => {
  const hidden = (...prompts: readonly string[]) => prompts.map((prompt) => ({ prompt, echo: false }));
  const interactive = (context: AuthContext) => context.method === 'keyboard-interactive';

  test.each(['Password: ', 'Password for root@db1:', "root's password:", '(current) UNIX password: '])(
    'answers the hidden prompt "%s"',
    async (prompt) => {
      await login({ accepts: interactive, prompts: [hidden(prompt)] }, { password });
      expect(server?.answers).toEqual(['pw']);
    },
  );

  test.each([
    'Verification code: ',
    'Passcode or option (1-3): ',
    'One-time password (OATH) for `root`: ',
    'OTP password: ',
    'Enter PIN for the token: ',
    'New password: ',
    'Retype new password: ',
    'Secret answer: ',
    'SMS password:',
    'Second password:',
    'Dynamic password:',
    'Duo password (passcode):',
    'Enter PASSCODE or password:',
    's/key 97 fw13894\nPassword:',
    'Challenge: 1234\nResponse password:',
  ])('is not sent to the hidden prompt "%s", which the error names', async (prompt) => {
    const problem = await problemOf(login({ prompts: [hidden(prompt)] }, { password }));
    expect(server?.answers).toEqual(['']);
    expect(problem).toMatchObject({ where: 'db1', what: 'authentication failed for root@127.0.0.1' });
    expect(problem.why).toContain(`the host prompted for "${prompt.trim()}", and there is no terminal`);
    expect(JSON.stringify(problem.next)).toContain('ssh -p');
  });

  test('is not sent to a prompt that shows what is typed', async () => {
    const prompts = [[{ prompt: 'Password: ', echo: true }]];
    const problem = await problemOf(login({ prompts }, { password }));
    expect(server?.answers).toEqual(['']);
    expect(problem.why).toContain('the host prompted for "Password:"');
  });

  test('is not sent along with a prompt that has no answer', async () => {
    const prompts = [hidden('Password: ', 'Verification code: ')];
    const problem = await problemOf(login({ prompts }, { password }));
    expect(server?.answers).toEqual(['', '']);
    expect(problem.why).toContain('the host prompted for "Verification code:"');
  });

  test('is not sent a second time', async () => {
    await problemOf(login({ prompts: [hidden('Password: '), hidden('Password: ')] }, { password }));
    expect(server?.answers).toEqual(['pw', '']);
  });

  test('is sent in its own round only', async () => {
    const prompts = [hidden('Password: '), hidden('Verification code: ')];
    const problem = await problemOf(login({ prompts }, { password }));
    expect(server?.answers).toEqual(['pw', '']);
    expect(problem.why).toContain('the host prompted for "Verification code:"');
  });

  test('that has expired is reported, and no new one is sent', async () => {
    const accepts = (context: AuthContext) => {
      if (context.method === 'password') context.requestChange('Your password has expired.', () => undefined);
      return false;
    };
    const problem = await problemOf(login({ accepts, rejects: false }, { password }));
    expect(problem).toMatchObject({
      where: 'db1',
      why: 'the password of the account has expired, and the host asks for a new one',
    });
  });
});

describe('host key signatures', () => {
  const rsa = { hostKeys: [] as string[], accepts: takesPassword };

  test('with SHA-1 are refused, before a password is sent', async () => {
    const serve = { ...rsa, hostKeys: [files.rsa], algorithms: { serverHostKey: ['ssh-rsa' as const] } };
    const problem = await problemOf(login(serve, { password }, { connectRetryMs: 60_000 }));
    expect(problem.where).toBe('db1');
    expect(problem.what).toContain('the host offers only signatures that ssh refuses as well');
    expect(problem.why).toContain('ssh-rsa is SHA-1');
    expect(adviceText(problem.next)).toContain('ssh-keygen -A');
    expect(server?.tried).toEqual([]);
    expect(server?.connections).toBe(1);
  });

  test.each(['rsa-sha2-256', 'rsa-sha2-512'] as const)('of an RSA key with %s are accepted', async (name) => {
    await login({ ...rsa, hostKeys: [files.rsa], algorithms: { serverHostKey: [name] } }, { password });
  });

  test('with SHA-1 are not used if the host offers another one', async () => {
    const serverHostKey = ['ssh-rsa', 'ssh-ed25519'] as const;
    const serve = {
      ...rsa,
      hostKeys: [files.rsa, files.host],
      algorithms: { serverHostKey: [...serverHostKey] },
    };
    await login(serve, { password });
  });
});

test('a default key that other accounts can read is not used, and named', async () => {
  const exposed = makeKey(directory, 'exposed');
  chmodSync(exposed, 0o644);
  const problem = await problemOf(
    login({ accepts: takesKey(exposed) }, {}, { defaultIdentities: [exposed] }),
  );
  expect(advised([problem])[0]).toMatchObject({
    where: 'db1',
    why: `no key, agent or password is available; not tried: ${exposed} is readable by other accounts`,
    next: `chmod 600 ${exposed}`,
  });
  expect(server?.tried).not.toContain('publickey');
});
