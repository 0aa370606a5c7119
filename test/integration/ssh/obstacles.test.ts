import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { AbsolutePath } from '../../../src/model/names.ts';
import type { Survey } from '../../../src/transport/port.ts';
import { surveyOf } from '../../contract/samples.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine, MachineOptions } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

const transport = testTransport();
afterAll(() => transport.close());

async function obstacles(
  machine: Machine,
  ...directories: readonly AbsolutePath[]
): Promise<Survey['obstacles']> {
  const session = await transport.connect(machine.host());
  const survey = await surveyOf(session, { directories });
  await session.close();
  return survey.obstacles;
}

const SHELLS: readonly [string, MachineOptions][] = [
  ['the shell of the distribution', {}],
  ['busybox', { sh: '/bin/busybox', busybox: ['df', 'stat', 'awk'] }],
];

describe.each(SHELLS)('obstacles on a host with %s', (_, options) => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await startMachine(options);
    machine.shell(
      'mkdir /srv/read-only /srv/full /srv/no-inodes; mount -t tmpfs -o ro tmpfs /srv/read-only; ' +
        'mount -t tmpfs -o size=100k tmpfs /srv/full; ' +
        'mount -t tmpfs -o nr_inodes=2 tmpfs /srv/no-inodes; touch /srv/no-inodes/last',
    );
  });
  afterAll(() => machine.stop());

  test('a host without faults has none, and the survey creates no directory', async () => {
    expect(await obstacles(machine, '/var/lib/quorate/receipts', '/run/quorate', '/etc/new/deep')).toEqual(
      [],
    );
    expect(machine.shell('ls -d /var/lib/quorate /run/quorate /etc/new 2>/dev/null || true')).toBe('');
  });

  test('reports the faults of a directory again after a directory without faults', async () => {
    machine.shell('mkdir -m 777 /srv/open');
    const asked = ['/etc/one', '/srv/open/one', '/etc/two', '/srv/open/two'] as const;
    const found = await obstacles(machine, ...asked);
    expect(found.map(({ directory }) => directory)).toEqual(['/srv/open/one', '/srv/open/two']);
  });

  test('reports the faults of all directories at once', async () => {
    machine.shell(
      'mkdir /srv/own /srv/shared; chown 1234 /srv/own; chmod 777 /srv/shared; echo >/srv/file; ' +
        'ln -s /srv /srv/link; chown -h 1234 /srv/link; ln -s /nowhere /srv/dangling',
    );
    const found = await obstacles(
      machine,
      '/srv/read-only/state',
      '/srv/full',
      '/srv/no-inodes',
      '/srv/own/deeper',
      '/srv/shared',
      '/srv/link/below',
      '/srv/file/below',
      '/srv/dangling',
    );
    expect(found.map(({ directory, what, fix }) => [directory, what, fix])).toEqual([
      [
        '/srv/read-only/state',
        'the file system /srv/read-only is read-only',
        'mount -o remount,rw /srv/read-only',
      ],
      [
        '/srv/full',
        expect.stringMatching(/^the file system \/srv\/full has \d+ KiB of free space$/),
        'df -h /srv/full',
      ],
      ['/srv/no-inodes', 'the file system /srv/no-inodes has no free inodes', 'df -i /srv/no-inodes'],
      [
        '/srv/own/deeper',
        '/srv/own belongs to user 1234, who could redirect what root writes',
        'chown root /srv/own',
      ],
      [
        '/srv/shared',
        '/srv/shared can be written by others, who could redirect what root writes',
        'chmod go-w /srv/shared',
      ],
      [
        '/srv/link/below',
        '/srv/link is a symbolic link that root does not own, so root does not write through it',
        'rm /srv/link',
      ],
      ['/srv/file/below', '/srv/file is not a directory', 'ls -ld /srv/file'],
      ['/srv/dangling', '/srv/dangling is not a directory', 'ls -ld /srv/dangling'],
    ]);
  });
});

describe('a host without a program that scripts use', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await startMachine();
  });
  afterAll(() => machine.stop());
  beforeEach(() => void machine.shell('umount /usr/bin/* 2>/dev/null || true'));

  test('reports each missing program with its package', async () => {
    hide(machine, 'flock', 'mktemp');
    expect(await obstacles(machine)).toEqual([
      { what: 'the program mktemp is missing', fix: 'apt-get install coreutils' },
      { what: 'the program flock is missing', fix: 'apt-get install util-linux' },
    ]);
  });

  test('names it if the survey is incomplete without it', async () => {
    hide(machine, 'date');
    await expect(obstacles(machine)).rejects.toThrow(/no time; the program date is missing/);
  });
});

/** Covers programs by files that cannot be executed. */
function hide(machine: Machine, ...programs: readonly string[]): void {
  machine.shell('echo >/run/hidden; chmod 644 /run/hidden');
  for (const program of programs)
    machine.shell(`mount --bind /run/hidden "$(readlink -f /usr/bin/${program})"`);
}
