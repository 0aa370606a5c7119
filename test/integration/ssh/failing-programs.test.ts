import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { AbsolutePath } from '../../../src/model/names.ts';
import type { Session } from '../../../src/transport/port.ts';
import { surveyOf } from '../../contract/samples.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let machine: Machine;
let session: Session;
const transport = testTransport();
const FILE = '/srv/file' as AbsolutePath;
const ask = { files: [{ path: FILE, marker: 'm' }], paths: [FILE] };

beforeAll(async () => {
  machine = await startMachine();
  machine.shell(
    `printf '# BEGIN quorate m\\na\\n# END quorate m\\n' >${FILE}; mkdir -p /var/lib/quorate/receipts /var/lib/quorate/jobs; echo '{"v":2}' >/var/lib/quorate/history.ndjson`,
  );
});
afterEach(async () => {
  machine.shell('find /usr/local/sbin -type f ! -name quorate-test -exec rm -f {} +');
  await session.close();
});
afterAll(async () => {
  await transport.close();
  await machine.stop();
});

/** Puts a program in front of the distribution's. It fails for the arguments that match the pattern. */
async function failing(program: string, pattern: string, how: string): Promise<void> {
  machine.shell(
    `real=$(command -v ${program}); printf '%s\\n' '#!/bin/sh' 'case "$*" in ${pattern}) ${how} ;; esac' "exec $real \\"\\$@\\"" >/usr/local/sbin/${program}; chmod 755 /usr/local/sbin/${program}`,
  );
  session = await transport.connect(machine.host());
}

const KILLED = 'kill -9 $$';
const FAULTY = `echo "$0: Input/output error" >&2; exit 1`;

test('a host whose programs work has a complete survey', async () => {
  await failing('stat', 'nothing', KILLED);
  const { files, paths } = await surveyOf(session, ask);
  expect(files).toMatchObject([{ kind: 'file', block: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(paths).toEqual({ [FILE]: true });
});

test('one `stat` and one `sha256sum` read all files of a survey, because programs that start take most of its time', async () => {
  machine.shell('echo >/srv/other; rm -f /run/started');
  const files = [FILE, '/srv/other' as AbsolutePath].map((path) => ({ path }));
  await failing('sha256sum', '*', 'echo >>/run/started');
  const survey = await surveyOf(session, { files });
  expect(survey.files).toMatchObject([{ kind: 'file' }, { kind: 'file', size: 1 }]);
  expect(machine.shell('wc -l </run/started').trim()).toBe('1');
});

test('three `df` read the file systems of all directories and disks of a survey', async () => {
  machine.shell('rm -f /run/started');
  const directories = ['/srv/one', '/var/lib/two', '/etc/three', '/opt/four'] as AbsolutePath[];
  await failing('df', '*', 'echo >>/run/started');
  const survey = await surveyOf(session, {
    directories,
    disks: ['/', '/srv', '/var/none'] as AbsolutePath[],
  });
  expect(survey.obstacles).toEqual([]);
  expect(Object.values(survey.facts.diskFree)).toEqual([
    expect.any(Number),
    expect.any(Number),
    expect.any(Number),
  ]);
  expect(machine.shell('wc -l </run/started').trim()).toBe('3');
});

test('a `df` that fails for one directory does not hide the others', async () => {
  const directories = ['/srv/one', '/etc/three'] as AbsolutePath[];
  await failing('df', '*/srv*', FAULTY);
  const { obstacles } = await surveyOf(session, { directories });
  expect(obstacles).toEqual([
    { directory: '/srv/one', what: 'the file system /srv has no KiB of free space', fix: 'df -h /srv' },
  ]);
});

const FAULTS: Readonly<Record<string, [string, string, string, RegExp]>> = {
  'the `stat` of a file is killed': ['stat', `*${FILE}*`, KILLED, /\/srv\/file cannot be read/],
  'the `stat` of a file fails': [
    'stat',
    `*${FILE}*`,
    FAULTY,
    /\/srv\/file cannot be read .*Input\/output error/,
  ],
  'the digest of a file fails': ['sha256sum', '*', KILLED, /\/srv\/file cannot be read/],
  'the search for a block is killed': ['grep', '*BEGIN*', KILLED, /\/srv\/file cannot be read/],
  'the extraction of a block is killed': ['awk', '*ENVIRON*', KILLED, /\/srv\/file cannot be read/],
  'the list of receipts is killed': ['find', '*receipts*', KILLED, /no section "complete"/],
  'the list of jobs fails': ['find', '*jobs*', FAULTY, /no section "complete".*Input\/output error/],
  'the history cannot be read': ['awk', '*history*', FAULTY, /no section "complete"/],
};

test.each(Object.entries(FAULTS))('a survey in which %s is no response', async (...[, fault]) => {
  const [program, pattern, how, message] = fault;
  await failing(program, pattern, how);
  const error = await surveyOf(session, ask).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'NoResponse', reason: 'unusable' });
  expect((error as { problem: { what: string } }).problem.what).toMatch(message);
});

test('a survey without an answer about the directory of the receipts is no response', async () => {
  machine.shell('rmdir /var/lib/quorate/receipts');
  await failing('stat', '*receipts*', FAULTY);
  const error = await surveyOf(session, ask).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'NoResponse', reason: 'unusable' });
  expect((error as { problem: { what: string } }).problem.what).toMatch(/no section "complete"/);
});

test('a file that cannot be read does not count as absent', async () => {
  await failing('stat', `*${FILE}*`, KILLED);
  await expect(session.read(FILE, { tailBytes: 10 })).rejects.toMatchObject({ name: 'NoResponse' });
});

test('a job whose state cannot be read has not vanished', async () => {
  await failing('stat', '*started*', KILLED);
  const following = session.followJob('install', { offset: 0 }, () => undefined);
  await expect(following).rejects.toMatchObject({ name: 'NoResponse' });
});
