import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { SshSettings } from '../../../src/model/cluster.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { hostAt, startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { makeKey } from '../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';
import { adviceText } from '../../support/advised.ts';

jest.setTimeout(60_000);

/** A real sshd that closes the connection after three keys, and an agent that has the right key last among eight. */
let machine: Machine;
let directory: string;
let agent: ReturnType<typeof spawn>;
let agentSocket: string;
const transports: ReturnType<typeof testTransport>[] = [];

beforeAll(async () => {
  machine = await startMachine({ sshd: ['MaxAuthTries 3', 'PasswordAuthentication yes'] });
  directory = mkdtempSync(join(tmpdir(), 'quorate-identity-'));
  agentSocket = join(directory, 'agent');
  agent = spawn('ssh-agent', ['-D', '-a', agentSocket]);
  await new Promise((ready) => agent.stdout?.once('data', ready));
  const others = Array.from({ length: 7 }, (_, index) => makeKey(directory, `other${index}`));
  add(...others, machine.identity);
});
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
});
afterAll(async () => {
  agent.kill();
  await machine.stop();
  rmSync(directory, { recursive: true });
});

function add(...keys: readonly string[]): void {
  execFileSync('ssh-add', keys, { env: { ...process.env, SSH_AUTH_SOCK: agentSocket }, stdio: 'pipe' });
}

function connect(ssh: Partial<SshSettings>, options: Partial<SshOptions> = {}) {
  const transport = testTransport({ agentSocket, ...options });
  transports.push(transport);
  const host = hostAt(machine.port, { knownHosts: machine.knownHosts, agent: true, ...ssh });
  return transport.connect(host);
}

/** A copy of the public key without its private key. */
function lonePublicKey(): string {
  const file = join(directory, 'lone.pub');
  writeFileSync(file, readFileSync(`${machine.identity}.pub`));
  return file;
}

describe('an agent with eight keys, and an sshd that accepts three attempts', () => {
  test('offers only the key that `identity` names', async () => {
    await connect({ identity: machine.identity });
  });

  test('offers only the key whose public part `identity` names', async () => {
    await connect({ identity: lonePublicKey() });
  });

  test('without `identity`, the error names the limit and the setting that avoids it', async () => {
    const problem = await problemOf(connect({}));
    expect(problem.why).toBe('too many keys offered (MaxAuthTries)');
    expect(adviceText(problem.next)).toContain('`ssh.identity`');
  });

  test('without the key of `identity`, does not offer other keys', async () => {
    const lone = join(directory, 'stranger.pub');
    renameSync(`${makeKey(directory, 'stranger')}.pub`, lone);
    rmSync(join(directory, 'stranger'));
    expect(await problemOf(connect({ identity: lone }))).toMatchObject({
      why: expect.stringContaining('the SSH agent does not have the key'),
    });
  });
});

describe('a passphrase', () => {
  test('is not prompted for if the agent has the encrypted key, even without its .pub file', async () => {
    const locked = makeKey(directory, 'locked', { passphrase: 'open sesame' });
    appendFileSync(join(machine.directory, 'authorized_keys'), readFileSync(`${locked}.pub`));
    const askpass = join(directory, 'askpass');
    writeFileSync(askpass, '#!/bin/sh\necho open sesame\n', { mode: 0o755 });
    const env = { ...process.env, SSH_AUTH_SOCK: agentSocket, SSH_ASKPASS: askpass };
    execFileSync('ssh-add', [locked], { env: { ...env, SSH_ASKPASS_REQUIRE: 'force' }, stdio: 'pipe' });
    rmSync(`${locked}.pub`);
    const askPassphrase = jest.fn(async () => new Secret('open sesame'));
    await connect({ identity: locked }, { askPassphrase });
    expect(askPassphrase).not.toHaveBeenCalled();
    execFileSync('ssh-add', ['-D'], { env, stdio: 'pipe' });
    await connect({ identity: locked }, { askPassphrase });
    expect(askPassphrase).toHaveBeenCalledTimes(1);
  });
});

test('a rejected key is reported with the command that authorizes it', async () => {
  const identity = makeKey(directory, 'unlisted');
  const problem = await problemOf(connect({ identity, agent: false }));
  expect(problem.why).toBe(`key ${identity}: rejected by the host`);
  expect(adviceText(problem.next)).toContain('ssh-copy-id');
});

test('a certificate that ssh2 cannot use is named, with the client that can', async () => {
  const identity = makeKey(directory, 'certified');
  writeFileSync(`${identity}-cert.pub`, 'ssh-ed25519-cert-v01@openssh.com AAAA\n');
  const problem = await problemOf(connect({ identity, agent: false }));
  expect(problem.why).toContain(`${identity}-cert.pub`);
  expect(adviceText(problem.next)).toBe('set `ssh.client: openssh`, which uses certificates');
});
