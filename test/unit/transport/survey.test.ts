import { describe, expect, test } from '@jest/globals';
import { NOTHING } from '../../contract/samples.ts';
import type { SurveyRequest } from '../../../src/transport/port.ts';
import type { Section } from '../../../src/transport/ssh/worker/frame.ts';
import { Malformed } from '../../../src/transport/ssh/worker/no-response.ts';
import { describeHolder, readLock, readSurvey } from '../../../src/transport/ssh/methods/read-survey.ts';

const ASK: SurveyRequest = { ...NOTHING, cluster: 'c' };
const section = (head: string, out = '', err = ''): Section => ({
  head,
  out: Buffer.from(out),
  err: Buffer.from(err),
});
const HEADS = [
  'machine-id',
  'hostname',
  'os-release',
  'systemd',
  'addresses',
  'memory',
  'listening',
  'names',
  'obstacles',
];
/** The sections of every survey, unless the test has its own. */
const COMPLETE = [
  section('clock', '5'),
  section('boot-id', 'b'),
  ...HEADS.map((head) => section(head)),
  section('complete'),
];
const readAll = (sections: readonly Section[], ask: Partial<SurveyRequest> = {}) =>
  readSurvey({ ...ASK, ...ask }, { code: 0, sections, stderr: '', sentAt: 1000, startedAt: 1050 });
const read = (sections: readonly Section[], ask: Partial<SurveyRequest> = {}) => {
  const own = new Set(sections.map(({ head }) => head));
  return readAll([...sections, ...COMPLETE.filter(({ head }) => !own.has(head))], ask);
};

describe('facts', () => {
  test('a Debian host with all its tools', () => {
    const { facts } = read([
      section('clock', '1700000000123'),
      section('machine-id', 'abc\n'),
      section('boot-id', 'd-e\n'),
      section('hostname', 'db1\n'),
      section('os-release', 'PRETTY_NAME="Debian GNU/Linux 12"\nVERSION_ID="12"\nID=debian\n'),
      section('systemd', 'systemd 252 (252.39-1~deb12u1)\n+PAM\n'),
      section(
        'addresses',
        '1: lo    inet 127.0.0.1/8 scope host lo\n2: eth0    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0\n2: eth0    inet6 fd00::1/64 scope global \n2: eth0    inet6 fe80::1/64 scope link \n',
      ),
      section('memory', 'MemTotal:       16384 kB\nMemFree: 1 kB\n'),
      section(
        'listening',
        'State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process\nLISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3))\nLISTEN 0 128 [::]:22 [::]:* users:(("sshd",pid=1,fd=4))\nLISTEN 0 5 *:5671 *:*\n',
      ),
      section(
        'disk /var/lib/x y',
        'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 100 90 10 90% /\n',
      ),
      section('names', 'db1 10.0.0.1 fd00::1\nnowhere \n'),
    ]);
    expect(facts).toEqual({
      machineId: 'abc',
      bootId: 'd-e',
      hostname: 'db1',
      os: 'debian 12',
      systemd: 252,
      clock: 1700000000123,
      clockAsked: 1025,
      addresses: ['10.0.0.1', 'fd00::1'],
      interfaces: { eth0: ['10.0.0.1', 'fd00::1'] },
      diskFree: { '/var/lib/x y': 10240 },
      memory: 16384 * 1024,
      listening: [
        { port: 22, by: 'sshd' },
        { port: 5671, by: '' },
      ],
      resolved: { db1: ['10.0.0.1', 'fd00::1'], nowhere: [] },
    });
  });

  test('a host without ip, ss and systemd reports the other facts', () => {
    const { facts } = read([
      section('os-release', "ID='arch'\n"),
      section('addresses', '10.0.0.1 fd00::1 \n'),
      section(
        'listening',
        '  sl  local_address rem_address   st\n   0: 00000000:0016 00000000:0000 0A 00000000:00000000\n   1: 0100007F:0016 0100007F:D431 01 00000000:00000000\n   0: 00000000000000000000000000000000:1467 00000000000000000000000000000000:0000 0A 0\n',
      ),
    ]);
    expect(facts).toMatchObject({
      os: 'arch',
      systemd: 0,
      addresses: ['10.0.0.1', 'fd00::1'],
      listening: [
        { port: 22, by: '' },
        { port: 5223, by: '' },
      ],
    });
  });
});

test('a path is a file, absent, or something else', () => {
  const paths = ['/a', '/b', '/c'] as const;
  const { files } = read(
    [
      section('file /a', `4755 root:ssl-cert 17\n${'a'.repeat(64)}  -\n`),
      section('file /b', 'other\n'),
      section('file /c', 'absent\n'),
      section('block /a', `${'b'.repeat(64)}  -\n`),
    ],
    { files: paths.map((path) => ({ path })) },
  );
  expect(files).toEqual([
    {
      path: '/a',
      kind: 'file',
      mode: 0o4755,
      owner: 'root:ssl-cert',
      size: 17,
      sha256: 'a'.repeat(64),
      block: 'b'.repeat(64),
    },
    { path: '/b', kind: 'other', mode: 0, owner: '', size: 0, sha256: '' },
    { path: '/c', kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' },
  ]);
});

const GUARDS = ['a/b/c', 'd'].map((id) => ({
  id,
  command: { program: 'test', args: [], as: 'root', timeoutMs: 1 } as const,
}));

test('guards are read with their output', () => {
  const sections = [
    section('guard a/b/c', 'out\n', 'err\n'),
    section('exit 3'),
    section('guard d', ''),
    section('exit 0'),
  ];
  const { guards } = read(sections, { guards: GUARDS });
  expect(guards).toEqual({
    'a/b/c': { kind: 'exited', code: 3, stdout: 'out\n', stderr: 'err\n' },
    d: { kind: 'exited', code: 0, stdout: '', stderr: '' },
  });
});

test('jobs are read with and without an exit code', () => {
  const { jobs } = read([
    section('job install', 'ended 4 17 1700 2'),
    section('job package', 'vanished - 0 0 2'),
    section('job truncated', 'vanished - 0 0 '),
    section('job no-code', 'ended  17 1700 2'),
  ]);
  expect(jobs).toEqual({
    install: { state: 'ended', code: 4, logSize: 17, startedAt: 1700 },
    package: { state: 'vanished', logSize: 0, startedAt: 0 },
    truncated: { state: 'vanished', logSize: 0, startedAt: 0 },
    'no-code': { state: 'ended', logSize: 17, startedAt: 1700 },
  });
});

describe('an incomplete survey is no response', () => {
  const whole = [
    section('disk /var', '/dev/sda1 100 90 10 90% /\n'),
    section('file /a', `644 root:root 17\n${'a'.repeat(64)}  -\n`),
    section('block /a', 'absent\n'),
    section('path /b', 'absent\n'),
    section('guard a/b/c'),
    section('exit 3'),
    section('guard d', ''),
    section('exit 0'),
    ...COMPLETE,
  ];
  const paths = ['/b'] as const;
  const ask = { guards: GUARDS, disks: ['/var'], paths, files: [{ path: '/a', marker: 'm' }] } as const;
  const without = (head: string) => whole.filter((one) => one.head !== head);
  const instead = (head: string, ...lines: [string?, string?]) =>
    whole.map((one) => (one.head === head ? section(head, ...lines) : one));

  test('the whole one is read', () => {
    expect(readAll(whole, ask).facts.diskFree).toEqual({ '/var': 10240 });
  });

  test('an end without any section', () => {
    expect(() => readAll([], ask)).toThrow('no section "clock"');
    expect(() => readAll([])).toThrow('no section "clock"');
  });

  test.each([...new Set(whole.map(({ head }) => head))])('without the section `%s`', (head) => {
    expect(() => readAll(without(head), ask)).toThrow(Malformed);
  });

  test.each<[string, readonly Section[], string]>([
    ['no time', instead('clock', 'soon'), 'no time'],
    ['no boot id', instead('boot-id', ' \n'), 'no boot id'],
    [
      'no free space',
      instead('disk /var', '', 'df: /var: Stale file handle\n'),
      'no free space of /var (df: /var: Stale file handle)',
    ],
    ['words in place of free space', instead('disk /var', 'a b c d\n'), 'no free space of /var'],
    ['a file that is neither there nor absent', instead('file /a'), '/a cannot be read'],
    ['a file whose `stat` failed', instead('file /a', '', 'stat: EIO\n'), '/a cannot be read (stat: EIO)'],
    ['a block that is neither there nor absent', instead('block /a'), '/a cannot be read'],
    ['a path that is neither present nor absent', instead('path /b'), '/b cannot be read'],
    ['a file without a digest', instead('file /a', '644 root:root 17\n'), '/a cannot be read'],
    ['a file without an owner', instead('file /a', '644\n'), '/a cannot be read'],
    ['a job without a state', [...whole, section('job x', 'done')], 'no state of a job'],
    [
      'an exit code that is not a number',
      whole.map((one) => (one.head === 'exit 3' ? section('exit x') : one)),
      'no exit code',
    ],
  ])('with %s', (...[, sections, message]) => {
    expect(() => readAll(sections, ask)).toThrow(message);
  });
});

const holder = '{"who":"ann","from":"ci","command":"deploy"}';

test.each<[string, readonly Section[], string, string | number]>([
  ['a receipt of format 1', [section('receipt package', '{"v":1}')], 'receipt', 1],
  ['a receipt under a name of format 1', [section('receipt founded/broker', '{"v":2}')], 'receipt', 1],
  ['a receipt of a newer format', [section('receipt install/broker', '{"v":3,"inputs":{}}')], 'receipt', 3],
  ['a receipt that is not JSON', [section('receipt install/broker', '')], 'receipt', 'damaged'],
  ['a receipt that is not an object', [section('receipt install/broker', 'null')], 'receipt', 'damaged'],
  ['a job of format 1', [section('job install', 'ended 0 17 1700 1')], 'job', 1],
  ['a running job of format 1', [section('job install', 'running - 17 1700 1')], 'running-job', 1],
  ['a job of a newer format', [section('job install', 'vanished - 17 1700 3')], 'job', 3],
  ['a history with entries of format 1', [section('history', '1\n2\n')], 'history', 1],
  ['a lock of format 1', [section('lock', `5 4\n1 token 3\n${holder}\n`)], 'lock', 1],
  ['a lock of a newer format', [section('lock', '5 4\n3 token 3\n{}\n')], 'lock', 3],
  ['a truncated lock', [section('lock', '5 4\n2 token 3\n{"who"')], 'lock', 'damaged'],
])('%s is reported as unreadable', (...[, sections, kind, format]) => {
  expect(read(sections).unreadable).toMatchObject([{ kind, format }]);
});

test('the ages of a lock are measured by the clock of its host', () => {
  const lock = readLock('c1', '10000 8000\n2 tok 4000\n{"who":"alice","token":"tok"}\n');
  expect(lock).toEqual({ value: { who: 'alice', token: 'tok', heldForMs: 6000, notRenewedForMs: 2000 } });
});

test('describes the holder of a lock', () => {
  expect(describeHolder('2 t 1\n{"who":"bob","from":"ci","command":"deploy"}\n')).toBe(
    'bob from ci (deploy)',
  );
  expect(describeHolder('')).toBe('no run: the lock was removed');
});
