import { execFile } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { writeAskpass } from '../../../src/transport/openssh/askpass/program.ts';
import { askpassServer } from '../../../src/transport/openssh/askpass/server.ts';
import type { SshPrompt } from '../../../src/transport/openssh/askpass/prompt.ts';
import type { Transport } from '../../../src/transport/port.ts';
import { OPENSSH, opensshTransport, processesWith } from '../../support/openssh/client.ts';
import { hostAt, startMachine, SUDO_PASSWORD } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { makeKey, knownLine, startServer } from '../../support/sshd/server.ts';
import { problemOf } from '../../support/sshd/transport.ts';
import { adviceText } from '../../support/advised.ts';

jest.setTimeout(60_000);

const PASSPHRASE = 'correct-horse';
let directory: string;
let machine: Machine;
let encrypted: string;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-askpass-'));
  encrypted = makeKey(directory, 'encrypted', { passphrase: PASSPHRASE });
  machine = await startMachine();
  appendFileSync(join(machine.directory, 'authorized_keys'), readFileSync(`${encrypted}.pub`));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await machine.stop();
  rmSync(directory, { recursive: true });
});

function transport(options: Parameters<typeof opensshTransport>[1] = {}): Transport {
  const made = opensshTransport('none', options);
  closing.push(() => made.close());
  return made;
}

/** Answers prompts, and keeps what was asked. */
function operator(answer: string) {
  const asked: string[] = [];
  const give = async (what: string) => {
    asked.push(what);
    return new Secret(answer);
  };
  return { asked, give };
}

test('asks for the passphrase of a key once for all hosts', async () => {
  const { asked, give } = operator(PASSPHRASE);
  const own = transport({ askPassphrase: give });
  const host = machine.host({ ...OPENSSH, identity: encrypted });
  await Promise.all(['db1', 'db2', 'db3'].map((name) => own.connect({ ...host, name })));
  expect(asked).toEqual([encrypted]);
});

test('reports a wrong passphrase, which it tries once', async () => {
  const { asked, give } = operator('wrong-horse');
  const host = machine.host({ ...OPENSSH, identity: encrypted });
  const problem = await problemOf(transport({ askPassphrase: give }).connect(host));
  expect(problem.why).toContain(`key ${encrypted}: its passphrase is wrong`);
  expect(asked).toEqual([encrypted]);
});

test('without a terminal, names the key that needs a passphrase', async () => {
  const host = machine.host({ ...OPENSSH, identity: encrypted });
  const problem = await problemOf(transport().connect(host));
  expect(adviceText(problem.next)).toBe(`add the key to the SSH agent: ssh-add ${encrypted}`);
});

test('logs in with the password of the inventory, which is in no command line, environment or file', async () => {
  const password = new Secret(SUDO_PASSWORD);
  const host = machine.host({ ...OPENSSH, user: 'asking', identity: makeKey(directory, 'other'), password });
  const session = await transport().connect({ ...host, ssh: { ...host.ssh, becomePassword: password } });
  expect(processesWith(`UserKnownHostsFile=${machine.knownHosts}`)).not.toEqual([]);
  expect(processesWith(SUDO_PASSWORD)).toEqual([]);
  const [run = ''] = readdirSync(tmpdir()).filter((name) => /^quorate-\w{6}$/.test(name));
  const files = readdirSync(join(tmpdir(), run), { withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map(({ name }) => readFileSync(join(tmpdir(), run, name), 'utf8'));
  expect(texts.join()).not.toContain(SUDO_PASSWORD);
  expect(statSync(join(tmpdir(), run)).mode & 0o777).toBe(0o700);
  await session.close();
});

test('asks the operator for a one-time code, with the name of the host', async () => {
  const hostKey = makeKey(directory, 'host');
  const server = await startServer({
    hostKeys: [hostKey],
    accepts: (context) => context.method === 'keyboard-interactive',
    prompts: [[{ prompt: 'Password: ', echo: false }], [{ prompt: 'Verification code: ', echo: false }]],
  });
  closing.push(() => server.stop());
  const knownHosts = join(directory, 'known');
  writeFileSync(knownHosts, knownLine(hostKey, server.port));
  const prompts: string[] = [];
  const own = transport({
    askPrompt: async ({ host, text }) => {
      prompts.push(`${host}: ${text}`);
      return new Secret('123456');
    },
  });
  const ssh = { ...OPENSSH, user: 'root', become: false, knownHosts, password: new Secret('pw') };
  await own.connect(hostAt(server.port, { ...ssh, identity: makeKey(directory, 'unused') }));
  expect(prompts).toEqual(['db1: Verification code:']);
  expect(server.answers).toEqual(['pw', '123456']);
});

test('without a terminal, names a prompt of the host that the password does not answer', async () => {
  const hostKey = makeKey(directory, 'host-of-code');
  const prompts = [[{ prompt: 'Verification code: ', echo: false }]];
  const accepts = () => false;
  const server = await startServer({ hostKeys: [hostKey], accepts, prompts });
  closing.push(() => server.stop());
  const knownHosts = join(directory, 'known-of-code');
  writeFileSync(knownHosts, knownLine(hostKey, server.port));
  const password = new Secret('pw');
  const host = hostAt(server.port, { ...OPENSSH, knownHosts, password, identity: machine.identity });
  const problem = await problemOf(transport().connect(host));
  expect(problem.why).toContain('the host prompted for "Verification code:", and there is no terminal');
});

test('does not count the time in which the operator types', async () => {
  const slow = async () => {
    await new Promise((done) => setTimeout(done, 3_000));
    return new Secret(PASSPHRASE);
  };
  const host = machine.host({ ...OPENSSH, identity: encrypted, connectTimeoutMs: 1_000 });
  await transport({ askPassphrase: slow }).connect(host);
});

interface Printed {
  readonly code: number;
  readonly stdout: string;
}

/** Runs the program as ssh does. */
async function ask(text: string, hint: string, answer: (prompt: SshPrompt) => Promise<Secret | undefined>) {
  const path = join(directory, `${Math.random()}.ask`);
  const server = await askpassServer(path, answer);
  const program = await writeAskpass(directory);
  const env = { PATH: process.env['PATH'], QUORATE_ASKPASS: path, SSH_ASKPASS_PROMPT: hint };
  const printed = await new Promise<Printed>((resolve) => {
    execFile(program, [text], { env, timeout: 2_000 }, (error, stdout) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout }),
    );
  });
  server.close();
  return printed;
}

test('an empty answer differs from no answer', async () => {
  expect(await ask('PIN: ', '', async () => new Secret(''))).toEqual({ code: 0, stdout: '\n' });
  expect(await ask('PIN: ', '', async () => undefined)).toEqual({ code: 1, stdout: '' });
});

test('a notice is passed on, and stays until ssh ends the program', async () => {
  const seen: SshPrompt[] = [];
  const printed = await ask('Confirm user presence for key ED25519-SK', 'none', async (prompt) => {
    seen.push(prompt);
    return undefined;
  });
  expect(seen).toEqual([{ kind: 'notice', text: 'Confirm user presence for key ED25519-SK' }]);
  expect(printed.code).not.toBe(0);
});
