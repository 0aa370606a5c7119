import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SshSettings } from '../../../src/model/cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Session } from '../../../src/transport/port.ts';
import { startMachine, SUDO_PASSWORD } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { makeKey } from '../../support/sshd/server.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';
import { adviceText } from '../../support/advised.ts';

jest.setTimeout(60_000);

let machine: Machine;
const transport = testTransport();

beforeAll(async () => {
  const cfy =
    'echo "$(id -un) $HOME $(umask) $(pwd) $LANG"; case $1 in slow) sleep 2 ;; read) cat >/run/read ;; esac';
  machine = await startMachine({ programs: { cfy } });
});
afterAll(async () => {
  await transport.close();
  await machine.stop();
});

const connect = (ssh: Partial<SshSettings>) => transport.connect(machine.host(ssh));
const said = async (session: Session, as: 'root' | 'login') => {
  const [answer] = await session.ask([{ program: 'cfy', args: [], as, timeoutMs: 10_000 }]);
  return answer?.kind === 'exited' ? answer.stdout.trim() : answer;
};
const sudoLog = () => machine.shell('cat /run/sudo.log 2>/dev/null || :');

test('reports that sshd allows fewer attempts than there are keys', async () => {
  const strict = await startMachine({ sshd: ['MaxAuthTries 1'] });
  const identity = makeKey(strict.directory, 'another');
  const problem = await problemOf(transport.connect(strict.host({ identity, password: new Secret('pw') })));
  await strict.stop();
  expect(problem.why).toContain('MaxAuthTries');
});

test('root runs without sudo', async () => {
  expect(await said(await connect({}), 'root')).toBe('root /root 0022 / C.UTF-8');
});

test('sends no password if sudo does not prompt', async () => {
  const session = await connect({ user: 'free', become: true, becomePassword: new Secret('wrong') });
  expect(await said(session, 'root')).toBe('root /root 0022 / C.UTF-8');
  expect(sudoLog()).not.toContain('incorrect password');
});

test("sends the password in answer to sudo's prompt", async () => {
  const session = await connect({ user: 'asking', become: true, becomePassword: new Secret(SUDO_PASSWORD) });
  expect(await said(session, 'root')).toBe('root /root 0022 / C.UTF-8');
});

test('tries a wrong password once', async () => {
  const problem = await problemOf(
    connect({ user: 'asking', become: true, becomePassword: new Secret('wrong-horse') }),
  );
  expect(problem).toMatchObject({ where: 'db1', what: 'sudo rejected the password of asking' });
  expect(JSON.stringify(problem)).not.toContain('wrong-horse');
  for (let i = 0; i < 100 && !sudoLog().includes('incorrect'); i++)
    await new Promise((done) => setTimeout(done, 100));
  expect(
    sudoLog()
      .replaceAll('\n', ' ')
      .match(/(\d+) +incorrect +password/g),
  ).toEqual(['1 incorrect password']);
});

test('sends nothing if sudo requires a password that is not set', async () => {
  const problem = await problemOf(connect({ user: 'asking', become: true }));
  expect(problem.what).toBe('sudo requires the password of asking, which is not set');
  expect(problem.why).toBe(
    'sudoers has no NOPASSWD for this account, and the inventory has no `ssh.become.password`',
  );
  expect(adviceText(problem.next)).toContain('`ssh.become.password`');
});

test('reports an account that is not in sudoers', async () => {
  machine.shell("echo 'unprivileged:pw' | chpasswd");
  const problem = await problemOf(
    connect({ user: 'unprivileged', become: true, becomePassword: new Secret('pw') }),
  );
  expect(problem.what).toBe('sudo does not allow this account');
  expect(problem.lines?.join('\n')).toContain('sudoers');
});

test('reports that sudo requires a terminal', async () => {
  machine.shell("echo 'Defaults:free requiretty' >/etc/sudoers.d/tty; chmod 440 /etc/sudoers.d/tty");
  const problem = await problemOf(connect({ user: 'free', become: true }));
  machine.shell('rm /etc/sudoers.d/tty');
  expect(problem.what).toBe('sudo requires a terminal');
});

test('loses no byte if sudo allocates a pseudo-terminal', async () => {
  machine.shell("echo 'Defaults:free use_pty' >/etc/sudoers.d/pty; chmod 440 /etc/sudoers.d/pty");
  const session = await connect({ user: 'free', become: true });
  machine.shell('rm /etc/sudoers.d/pty');
  const text = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(1 + (i % 250))).join('');
  const outcomes = await session.change([
    { kind: 'write', path: '/srv/pty', mode: 0o600, owner: 'root:root', content: { whole: text } },
  ]);
  expect(outcomes).toMatchObject([{ ok: true }]);
  expect(readFileSync(machine.at('/srv/pty'), 'utf8')).toBe(text);
});

test('reports an account that is not root and does not use sudo', async () => {
  const problem = await problemOf(connect({ user: 'free' }));
  expect(problem).toMatchObject({ what: 'free is not root on the host', why: '`become` is off' });
});

test('runs commands as the login account in its home directory', async () => {
  const session = await connect({ user: 'free', become: true });
  expect(await said(session, 'login')).toBe('free /home/free 0022 / C.UTF-8');
  expect(await said(await connect({}), 'login')).toBe('root /root 0022 / C.UTF-8');
});

test('passes no secret in arguments or environment of a process', async () => {
  const secrets = ['S3cret-stdin', 'S3cret-file', SUDO_PASSWORD];
  const session = await connect({ user: 'asking', become: true, becomePassword: new Secret(SUDO_PASSWORD) });
  const write = { kind: 'write', path: '/srv/secret', mode: 0o600, owner: 'root:root' } as const;
  const command = {
    program: 'cfy',
    args: ['slow'],
    as: 'root',
    timeoutMs: 10_000,
    stdin: new Secret('S3cret-stdin'),
  } as const;
  const changing = session.change([
    { ...write, content: { whole: new Secret('S3cret-file') } },
    { kind: 'run', command },
  ]);
  let samples = 0;
  let over = false;
  void changing.finally(() => (over = true));
  while (!over) {
    const everything = readdirSync('/proc').filter(
      (name) => /^\d+$/.test(name) && Number(name) !== process.pid,
    );
    const seen = everything.flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]).map(readable);
    for (const secret of secrets) expect(seen.some((text) => text.includes(secret))).toBe(false);
    samples += seen.some((text) => text.includes('cfy\0slow')) ? 1 : 0;
    await new Promise((done) => setTimeout(done, 50));
  }
  expect(samples).toBeGreaterThan(0);
  expect(await changing).toMatchObject([{ ok: true }, { ok: true }]);
  const read = { ...command, args: ['read'] };
  await session.change([{ kind: 'run', command: read }]);
  expect(readFileSync(machine.at('/run/read'), 'utf8')).toBe('S3cret-stdin');
});

function readable(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
