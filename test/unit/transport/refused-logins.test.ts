// Keywords of sshd -T, messages of ssh: cspell:ignore NEWKEYS permitrootlogin pubkeyauthentication
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
const accepted = `debug1: Server accepts key: ${KEY} ED25519 SHA256:abc explicit`;
const asked = 'debug1: read_passphrase: requested to askpass';
const next = (method: string) => `debug1: Next authentication method: ${method}`;
const rejected = (methods: string) => `debug1: Authentications that can continue: ${methods}`;
const denied = (methods: string) => `root@127.0.0.1: Permission denied (${methods}).`;
const ALLOWED = 'the host allows: publickey';

describe('the OpenSSH client', () => {
  test('says that the password is wrong, although the key is not authorized either', () => {
    const all = 'publickey,password';
    const lines = [offered, rejected(all), next('password'), asked, rejected(all), denied(all)];
    const problem = ofOpenSsh(lines, { password });
    expect(problem.why).toBe(
      `key ${KEY}: rejected by the host; password: rejected by the host; ${ALLOWED}, password`,
    );
    expect(problem.next).toBe(`correct \`ssh.password\`; check: ssh -i ${KEY} -p 22 root@127.0.0.1`);
  });

  test('does not blame the password for a prompt that it does not answer', () => {
    const all = 'publickey,keyboard-interactive';
    const lines = [offered, rejected(all), next('keyboard-interactive'), asked, rejected(all), denied(all)];
    const problem = ofOpenSsh(lines, { password }, ['Code: ']);
    expect(problem.why).toContain(
      'keyboard-interactive: the host prompted for "Code:", and there is no terminal to answer on',
    );
    expect(problem.next).not.toContain('ssh.password');
  });

  test('says that the host allows no keys', () => {
    const problem = ofOpenSsh([denied('password,keyboard-interactive')]);
    expect(problem.why).toBe(
      `key ${KEY}: not offered by the host; the host allows: password, keyboard-interactive`,
    );
    expect(problem.next).toBe(ALLOW_KEYS);
  });

  test('says that the host offers no passwords', () => {
    const lines = [offered, rejected('publickey'), denied('publickey')];
    const { why } = ofOpenSsh(lines, { password });
    expect(why).toBe(`key ${KEY}: rejected by the host; password: not offered by the host; ${ALLOWED}`);
  });

  test.each([
    ['its passphrase is wrong', [accepted, asked], 'run the same command again'],
    [
      'the key has a passphrase, and there is no terminal to prompt on',
      [accepted],
      `add the key to the SSH agent: ssh-add ${KEY}`,
    ],
    [
      'accepted by the host, which then refused the account',
      [accepted, rejected('publickey')],
      'allow root to log in, or set another `ssh.user`, on db1: sshd -T | grep -i permitrootlogin',
    ],
    ['other accounts can read it', [accepted, `Load key "${KEY}": bad permissions`], `chmod 600 ${KEY}`],
    [
      'cannot sign: agent refused operation',
      [
        accepted,
        `sign_and_send_pubkey: signing failed for ED25519 "${KEY}" from agent: agent refused operation`,
      ],
      `log in by hand to see what is asked: ssh -v -i ${KEY} -p 22 root@127.0.0.1`,
    ],
    [
      'accepted, but the host requires a further method',
      [accepted, 'Authenticated using "publickey" with partial success.', rejected('password')],
      `log in by hand to see what is asked: ssh -v -i ${KEY} -p 22 root@127.0.0.1`,
    ],
  ])('says of a key: %s', (why, lines, step) => {
    const end = 'debug1: No more authentication methods to try.';
    const problem = ofOpenSsh([
      rejected('publickey'),
      next('publickey'),
      offered,
      ...lines,
      end,
      denied('publickey'),
    ]);
    expect(problem.why).toBe(`key ${KEY}: ${why}; ${ALLOWED}`);
    expect(problem.next).toBe(step);
  });

  test('does not report default keys that do not exist', () => {
    const tried = [
      'debug1: Will attempt key: /root/.ssh/id_rsa ',
      'debug1: Trying private key: /root/.ssh/id_rsa',
    ];
    const host = hostAt(22, { knownHosts: '/known' });
    const lines = [...tried, denied('publickey')];
    const failed = { lines, limitMs: 1_000, how: 'ended', isBehind: false, unanswered: [] } as const;
    const { problem } = explainLogin({ ...failed, host });
    expect(problem.why).toBe(`no key, agent or password is available; ${ALLOWED}`);
  });

  test.each([
    ['the SSH agent does not answer', []],
    [
      'the SSH agent makes no signature; it may wait for a touch or a confirmation',
      ['debug1: Will attempt key: /keys/a', `${offered} agent`, `${accepted} agent`],
    ],
  ])('blames the agent that keeps ssh waiting: %s', (why, lines) => {
    const failed = { limitMs: 1_000, how: 'late', isBehind: false, unanswered: [] } as const;
    const host = hostWith({ agent: true });
    const { problem } = explainLogin({
      ...failed,
      host,
      lines: ['debug1: SSH2_MSG_NEWKEYS received', ...lines],
    });
    expect(problem).toMatchObject({ cause: 'auth', why });
  });

  test('reports each key if the host closes the connection after too many', () => {
    const closed = 'Received disconnect from 127.0.0.1 port 22:2: Too many authentication failures';
    const lines = [offered, rejected('publickey'), offered.replace(KEY, '/keys/b'), closed];
    expect(ofOpenSsh(lines)).toMatchObject({
      why: `too many keys offered (MaxAuthTries); key ${KEY}: rejected by the host; key /keys/b: rejected by the host, which closed the connection (MaxAuthTries)`,
      next: 'set `ssh.identity` to the right key, so that no other is offered',
    });
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

  test('names the copy of the key and the log of sshd if a host rejects a key', async () => {
    const { why, next } = await refused([key], ['publickey']);
    expect(why).toBe(`key ${KEY}: rejected by the host`);
    expect(next).toBe(
      `authorize the key on the host: ssh-copy-id -i ${KEY} -p 22 root@127.0.0.1, or ` +
        'if the key is authorized, read why sshd refuses it, on db1: journalctl -u ssh -u sshd -n 20',
    );
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
