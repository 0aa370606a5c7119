// Keywords of sshd -T: cspell:ignore pubkeyauthentication
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { SshSettings } from '../../../src/model/cluster.ts';
import { nextText } from '../../../src/model/next-step.ts';
import { Secret } from '../../../src/model/secret.ts';
import { explainLogin } from '../../../src/transport/openssh/failure/failure.ts';
import { loginAttempt } from '../../../src/transport/ssh/connect/login/auth-handler.ts';
import { loginFailed } from '../../../src/transport/ssh/connect/login/login-problem.ts';
import type { Preparation, Way } from '../../../src/transport/ssh/connect/login/way.ts';
import { notStarted } from '../../../src/transport/ssh/worker/not-started.ts';
import { hostAt } from '../../support/sshd/machine.ts';

const KEY = '/keys/a';
const ALLOW_KEYS = 'allow keys, on db1: sshd -T | grep -i pubkeyauthentication';
const hostWith = (ssh: Partial<SshSettings> = {}) =>
  hostAt(22, { knownHosts: '/known', identity: KEY, ...ssh });
const password = new Secret('pw');

/** The problem that the OpenSSH client reports after these lines of ssh. */
function ofOpenSsh(lines: readonly string[], ssh: Partial<SshSettings> = {}, unanswered: string[] = []) {
  const seen = {
    host: hostWith(ssh),
    lines,
    limitMs: 1_000,
    how: 'ended',
    isBehind: false,
    unanswered,
  } as const;
  const { problem } = explainLogin(seen);
  return { ...problem, next: String(nextText(problem.next ?? '')) };
}

const offered = `debug1: Offering public key: ${KEY} ED25519 SHA256:abc explicit`;
const byPassword = 'debug1: Next authentication method: password';
const denied = (methods: string) => `root@127.0.0.1: Permission denied (${methods}).`;

describe('the OpenSSH client', () => {
  test('says that the password is wrong, although the key is not authorized either', () => {
    const lines = [offered, byPassword, denied('publickey,password')];
    expect(ofOpenSsh(lines, { password }).next).toBe(
      `correct \`ssh.password\`; check: ssh -i ${KEY} -p 22 root@127.0.0.1`,
    );
  });

  test('does not blame the password for a prompt that it does not answer', () => {
    const prompted = 'debug1: Next authentication method: keyboard-interactive';
    const lines = [offered, prompted, denied('publickey,keyboard-interactive')];
    expect(ofOpenSsh(lines, { password }, ['Code: ']).next).not.toContain('ssh.password');
  });

  test('says that the host allows no keys', () => {
    const { why, next } = ofOpenSsh([denied('password,keyboard-interactive')]);
    expect(why).toBe('the host allows no keys; the host allows: password, keyboard-interactive');
    expect(next).toBe(ALLOW_KEYS);
  });
});

describe('ssh2', () => {
  const way = (words: string, kind: Way['kind']): Way => ({
    words,
    kind,
    prepare: async () => ({ type: 'none', username: 'root' }),
  });
  const key = way(`key ${KEY}`, 'publickey');

  /** The problem after a host answered the methods that were tried in this way. */
  async function refused(ways: readonly Way[], ...answers: readonly (readonly string[])[]) {
    const attempt = loginAttempt(ways, { waiting: {} } as Preparation);
    for (const methods of [null, ...answers])
      await new Promise<void>((done) => {
        attempt.handler(methods as never, false, () => done());
      });
    const problem = loginFailed(hostWith(), { tried: attempt.tried(), skipped: [] });
    return { ...problem, next: String(nextText(problem.next ?? '')) };
  }

  test('says that the host allows no keys', async () => {
    const { why, next } = await refused([key, way('key /keys/b', 'publickey')], ['password']);
    expect(why).toBe(`key ${KEY}: not offered by the host; key /keys/b: not offered by the host`);
    expect(next).toBe(ALLOW_KEYS);
  });

  test('says that the password is wrong on a host that allows no keys', async () => {
    const { why, next } = await refused([key, way('password', 'password')], ['password'], ['password']);
    expect(why).toBe(`key ${KEY}: not offered by the host; password: rejected by the host`);
    expect(next).toContain('correct `ssh.password`');
  });

  test('copies the key to a host that rejects it', async () => {
    const { why, next } = await refused([key], ['publickey']);
    expect(why).toBe(`key ${KEY}: rejected by the host`);
    expect(next).toBe(`authorize the key on the host: ssh-copy-id -i ${KEY} -p 22 root@127.0.0.1`);
  });
});

test('the command for an invalid host certificate reads several certificates', () => {
  const { next } = ofOpenSsh(['Certificate invalid: expired', 'Host key verification failed.']);
  const directory = mkdtempSync(join(tmpdir(), 'quorate-certificates-'));
  const key = (name: string) => join(directory, name);
  const make = (...words: string[]) => execFileSync('ssh-keygen', words, { stdio: 'pipe' });
  make('-q', '-t', 'ed25519', '-N', '', '-f', key('ca'));
  for (const type of ['ecdsa', 'ed25519']) {
    const file = key(`ssh_host_${type}_key`);
    make('-q', '-t', type, '-N', '', '-f', file);
    make('-q', '-s', key('ca'), '-I', type, '-h', `${file}.pub`);
  }
  const [, command = ''] = /on db1: (.*)$/.exec(next) ?? [];
  const shown = execFileSync('sh', ['-c', command.replaceAll('/etc/ssh', directory)], { encoding: 'utf8' });
  expect(shown).toMatch(/Key ID: "ecdsa"[^]*Key ID: "ed25519"/);
  rmSync(directory, { recursive: true });
});

describe('a shell that ends at once', () => {
  const ended = (output: string) => notStarted({ kind: 'ended', code: 1, output }, hostWith());

  test('because of /etc/nologin is explained', () => {
    const { cause, what, next = '' } = ended('The system is going down for reboot NOW!');
    expect({ cause, what, next: nextText(next) }).toEqual({
      cause: 'auth',
      what: 'the host allows only root to log in (nologin)',
      next: 'remove the file, unless the host is shutting down, on db1: ls -l /etc/nologin /run/nologin',
    });
  });

  test('with an unknown text has no cause', () => {
    expect(ended('maintenance').cause).toBeUndefined();
    expect(ended('').cause).toBe('login-shell');
  });
});
