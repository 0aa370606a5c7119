import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { Session } from '../../../src/transport/port.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine, MachineOptions } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

const SHELLS: readonly { name: string; options: MachineOptions }[] = [
  { name: 'dash', options: {} },
  { name: 'bash', options: { sh: '/bin/bash' } },
  { name: 'busybox', options: { sh: '/bin/busybox' } },
  {
    name: 'busybox with its own tools',
    options: {
      sh: '/bin/busybox',
      busybox: ['dd', 'head', 'tail', 'wc', 'cat', 'cut', 'mv', 'rm', 'mkdir', 'find', 'sha256sum'],
    },
  },
];

/** docs/hazards.md, 15 describes how dash and busybox handled payloads after a script. */
describe.each(SHELLS)('a host whose sh is $name', ({ options }) => {
  let machine: Machine;
  let session: Session;
  const transport = testTransport();
  const write = (path: `/${string}`, text: string) =>
    ({ kind: 'write', path, mode: 0o640, owner: 'root:root', content: { whole: new Secret(text) } }) as const;

  beforeAll(async () => {
    machine = await startMachine({
      ...options,
      programs: { cfy_manager: 'echo started; sleep 0.2; echo done', cfy: 'exit 3' },
    });
    session = await transport.connect(machine.host({ user: 'free', become: true }));
  });
  afterAll(async () => {
    await transport.close();
    await machine.stop();
  });

  test('is one', () => {
    expect(machine.shell('readlink -f /proc/$$/exe; sha1sum </bin/sh')).toBe(
      machine.shell(`readlink -f /proc/$$/exe; sha1sum <${options.sh ?? '/bin/dash'}`),
    );
  });

  test('writes many files, one of them large, byte-exactly in one script', async () => {
    const large = randomBytes(300_000).toString('latin1');
    const texts = ['', 'x', '\n', 'no newline', '$(reboot)\nEOF\n', 'nul \0 byte', large, 'last\n'];
    const outcomes = await session.change(texts.map((text, i) => write(`/srv/many/${i}`, text)));
    expect(outcomes.map(({ ok, stderr }) => [ok, stderr])).toEqual(texts.map(() => [true, '']));
    texts.forEach((text, i) =>
      expect(readFileSync(machine.at(`/srv/many/${i}`), 'utf8') === text).toBe(true),
    );
    const path = '/srv/many/6' as const;
    const { files } = await session.survey({
      cluster: 'c',
      files: [{ path }],
      paths: [],
      guards: [],
      disks: [],
      names: [],
      directories: [],
    });
    expect(files[0]).toMatchObject({ mode: 0o640, sha256: createHash('sha256').update(large).digest('hex') });
  });

  test('runs nothing of the payload of a script that stops early', async () => {
    const command = { program: 'cfy', args: [], as: 'root', timeoutMs: 5000 } as const;
    const trap = 'touch /srv/trapped\n'.repeat(20_000);
    const outcomes = await session.change([{ kind: 'run', command }, write('/srv/never', trap)]);
    expect(outcomes.map(({ code }) => code)).toEqual([3]);
    expect(await session.ask([{ ...command, program: 'test', args: ['-e', '/srv/trapped'] }])).toMatchObject([
      { code: 1 },
    ]);
    expect(await session.read('/srv/never', { tailBytes: 1 })).toBeUndefined();
  });

  test('runs a job with log and receipt, a lock and a block', async () => {
    const holder = {
      cluster: 'c',
      token: 't',
      who: 'a',
      from: 'b',
      command: 'd',
      run: 'r',
      machineId: 'm',
      bootId: 'b',
      pid: 1,
      started: '1',
    };
    expect((await session.lock(holder)).acquired).toBe(true);
    const command = { program: 'cfy_manager', args: [], as: 'root', timeoutMs: 9000 } as const;
    await session.startJob({
      name: 'install',
      command,
      receipt: { name: 'install', receipt: { v: 2, inputs: {}, run: 'r' } },
    });
    const lines: string[] = [];
    expect(await session.followJob('install', { offset: 0 }, (line) => lines.push(line))).toEqual({
      kind: 'ended',
      code: 0,
    });
    expect(lines).toEqual(['started', 'done']);
    const block = {
      kind: 'write',
      path: '/srv/names',
      mode: 0o644,
      owner: 'root:root',
      content: { block: 'a\n', marker: 'm' },
    } as const;
    expect(await session.change([block])).toMatchObject([{ ok: true }]);
    const survey = await session.survey({
      cluster: 'c',
      files: [{ path: '/srv/names', marker: 'm' }],
      paths: [],
      guards: [],
      disks: ['/srv'],
      directories: [],
      names: ['localhost'],
    });
    expect(survey.files[0]?.block).toBe(createHash('sha256').update('a\n').digest('hex'));
    expect(survey.receipts['install']).toMatchObject({ v: 2, run: 'r' });
    expect(survey.lock).toMatchObject(holder);
    expect(Math.abs(survey.facts.clock - Date.now())).toBeLessThan(60_000);
    expect(survey.facts.resolved['localhost']?.length).toBeGreaterThan(0);
    expect(survey.facts.diskFree['/srv']).toBeGreaterThan(0);
  });

  test('finds a PostgreSQL that still runs in its data directory', async () => {
    const command = { program: 'no-postmaster', args: ['/srv/main'], as: 'root', timeoutMs: 5000 } as const;
    const ask = async () => (await session.ask([command]))[0];
    const passed = { kind: 'exited', code: 0, stdout: '', stderr: '' };
    expect(await ask()).toEqual(passed);
    machine.shell('mkdir -p /srv/main');
    expect(await ask()).toEqual(passed);
    const started = 'cd /srv/main; sleep 300 >/dev/null 2>&1 & echo $! >/srv/main/postmaster.pid; echo $!';
    const pid = machine.shell(started).trim();
    expect(await ask()).toEqual({ ...passed, code: 1, stderr: `PostgreSQL still runs as process ${pid}\n` });
    machine.shell(`kill ${pid}`);
    expect(await ask()).toEqual(passed);
  });

  test('stops a command at its time limit and reports it', async () => {
    const command = { program: 'systemctl', args: [], as: 'root', timeoutMs: 1000 } as const;
    machine.shell(
      'printf "#!/bin/sh\\nsleep 60\\n" >/usr/local/sbin/systemctl; chmod 755 /usr/local/sbin/systemctl',
    );
    const [answer] = await session.ask([command]);
    machine.shell('rm /usr/local/sbin/systemctl');
    expect(answer).toMatchObject({ kind: 'exited', stderr: 'quorate: not finished after 1 s, stopped\n' });
  });
});

test('ignores output of the login shell before the loop starts', async () => {
  const machine = await startMachine();
  const transport = testTransport();
  machine.shell('usermod --shell /bin/bash free; echo "echo welcome; echo beware >&2" >/home/free/.bashrc');
  const session = await transport.connect(machine.host({ user: 'free', become: true }));
  expect(await session.ask([{ program: 'test', args: [], as: 'root', timeoutMs: 5000 }])).toEqual([
    { kind: 'exited', code: 1, stdout: '', stderr: '' },
  ]);
  await transport.close();
  await machine.stop();
});
