import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { StepError } from '../../../src/errors/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { HostChange, Session } from '../../../src/transport/port.ts';
import { holder, job } from '../../contract/samples.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let machine: Machine;
let session: Session;
const transport = testTransport();

beforeAll(async () => {
  machine = await startMachine({
    programs: {
      'apt-get': 'echo "apt-get $*"; echo "$DEBIAN_FRONTEND"',
      dpkg: 'if [ "$1" = --audit ]; then cat /srv/audit; else echo "dpkg $*"; fi 2>/dev/null',
      haproxy: 'stat -c "%a %n" "$3" >&2; ! grep -q bad "$3"',
      cfy_manager: 'cat; echo "HOME=$HOME USER=$USER PATH=$PATH LANG=$LANG umask=$(umask)"',
    },
  });
  session = await transport.connect(machine.host());
});
afterAll(async () => {
  await transport.close();
  await machine.stop();
});
beforeEach(() => void machine.shell('rm -rf /srv/* /etc/quorate /var/lib/quorate; mkdir -p /srv/dir'));

const write = (
  path: `/${string}`,
  text: string,
  about: Partial<Extract<HostChange, { kind: 'write' }>> = {},
): HostChange => ({
  kind: 'write',
  path,
  mode: 0o644,
  owner: 'root:root',
  content: { whole: text },
  ...about,
});
const block = (path: `/${string}`, text: string) =>
  write(path, '', { content: { block: text, marker: 'names' } });
const packages = (...args: readonly string[]): HostChange => ({
  kind: 'run',
  command: { program: 'packages', args, as: 'root', timeoutMs: 5000 },
});
const left = () => machine.shell('find /srv /etc/quorate -name "*.quorate*" 2>/dev/null || :');

describe('writing', () => {
  test('writes a mount point in place, because a rename would fail', async () => {
    machine.shell('echo old >/srv/dir/source; echo old >/srv/hosts; mount --bind /srv/dir/source /srv/hosts');
    expect(await session.change([write('/srv/hosts', 'whole\n'), block('/srv/hosts', 'part')])).toMatchObject(
      [{ ok: true }, { ok: true }],
    );
    expect(machine.shell('cat /srv/dir/source; umount /srv/hosts; cat /srv/hosts')).toBe(
      'whole\n# BEGIN quorate names\npart\n# END quorate names\nold\n',
    );
    expect(left()).toBe('');
  });

  test('keeps a symbolic link and writes its target', async () => {
    machine.shell('echo old >/srv/dir/target; ln -s dir/target /srv/link');
    expect(await session.change([write('/srv/link', 'new\n', { mode: 0o600 })])).toMatchObject([
      { ok: true },
    ]);
    expect(machine.shell('readlink /srv/link; cat /srv/dir/target; stat -c %a /srv/dir/target')).toBe(
      'dir/target\nnew\n600\n',
    );
    const { files } = await session.survey({
      cluster: 'c',
      files: [{ path: '/srv/link' }, { path: '/srv/dir' }],
      paths: [],
      guards: [],
      disks: [],
      names: [],
      directories: [],
    });
    expect(files).toMatchObject([{ kind: 'file', mode: 0o600, size: 4 }, { kind: 'other' }]);
  });

  test('refuses to write to a directory', async () => {
    const [outcome] = await session.change([write('/srv/dir', 'x')]);
    expect(outcome).toMatchObject({ ok: false, stderr: '/srv/dir is a directory\n' });
    expect(machine.shell('ls -A /srv/dir')).toBe('');
  });

  test("creates Quorate's directories for root only, and others with ordinary modes", async () => {
    await session.change([
      write('/etc/quorate/a', ''),
      write('/srv/new/deep/b', ''),
      { kind: 'receipt', name: 'a/b', receipt: { v: 2, inputs: {}, run: 'r' } },
    ]);
    expect(
      machine.shell(
        'stat -c %a /etc/quorate /srv/new /srv/new/deep /var/lib/quorate/receipts/a /var/lib/quorate/receipts/a/b',
      ),
    ).toBe('700\n755\n755\n700\n600\n');
  });

  test('creates the candidate for root only, checks it, and removes it if the check fails', async () => {
    const check = {
      program: 'haproxy',
      args: ['-c', '-f', '{candidate}'],
      as: 'root',
      timeoutMs: 5000,
    } as const;
    machine.shell('cd /srv; echo left behind >.ha.cfg.quorate.abcdef; chmod 666 .ha.cfg.quorate.abcdef');
    const [good] = await session.change([write('/srv/ha.cfg', 'good', { check })]);
    expect(good?.ok).toBe(true);
    expect(good?.stderr).toMatch(/^600 \.\/\.ha\.cfg\.quorate\.\w{6}\n$/);
    const [bad] = await session.change([write('/srv/ha.cfg', 'bad', { check })]);
    expect(bad).toMatchObject({ ok: false, code: 1 });
    expect(machine.shell('cat /srv/ha.cfg')).toBe('good');
    expect(left()).toBe('');
  });

  test('keeps the old file if the owner does not exist', async () => {
    const [outcome] = await session.change(
      [write('/srv/owned', 'old'), write('/srv/owned', 'new', { owner: 'nobody-here:root' })].slice(1),
    );
    expect(outcome?.ok).toBe(false);
    expect(outcome?.stderr).toContain('nobody-here');
    expect(left()).toBe('');
  });

  test('reports a full disk', async () => {
    machine.shell('mkdir /srv/small; mount -t tmpfs -o size=16k tmpfs /srv/small');
    const [outcome] = await session.change([write('/srv/small/file', 'x'.repeat(100_000))]);
    expect(outcome?.ok).toBe(false);
    expect(outcome?.stderr).toContain('No space left on device');
    machine.shell('umount /srv/small');
  });
});

describe('blocks', () => {
  test.each([
    ['a begin mark without an end mark', '# BEGIN quorate names\nx\nprecious\n'],
    ['an end mark before a begin mark', '# END quorate names\n# BEGIN quorate names\n'],
    [
      'two blocks',
      '# BEGIN quorate names\n# END quorate names\n# BEGIN quorate names\n# END quorate names\n',
    ],
  ])('fails on %s', async (_title, text) => {
    writeFileSync(machine.at('/srv/names'), text);
    const [outcome] = await session.change([block('/srv/names', 'new')]);
    expect(outcome?.ok).toBe(false);
    expect(outcome?.stderr).toContain('correct the file by hand');
    expect(readFileSync(machine.at('/srv/names'), 'utf8')).toBe(text);
  });

  test('keeps lines that only resemble a mark, and adds a newline to the last line', async () => {
    writeFileSync(machine.at('/srv/names'), ' # BEGIN quorate names\n# BEGIN quorate names2\n\\n %s last');
    await session.change([block('/srv/names', '')]);
    expect(readFileSync(machine.at('/srv/names'), 'utf8')).toBe(
      ' # BEGIN quorate names\n# BEGIN quorate names2\n\\n %s last\n# BEGIN quorate names\n# END quorate names\n',
    );
  });
});

describe('commands', () => {
  test("`packages` runs the host's package manager without prompts", async () => {
    const [outcome] = await session.change([packages('remove', 'haproxy')]);
    expect(outcome?.stdout).toMatch(/^apt-get -y .* remove haproxy\nnoninteractive\n$/);
  });

  test('updates the package lists before it installs by name, and not for a file', async () => {
    const [named, inFile] = await session.change([
      packages('install', 'haproxy'),
      packages('install', '/srv/package.deb'),
    ]);
    expect(named?.stdout).toMatch(
      /^apt-get -q .* update\nnoninteractive\napt-get -y .* install --no-upgrade haproxy\nnoninteractive\n$/,
    );
    expect(inFile?.stdout).toMatch(/^apt-get -y .* install \/srv\/package\.deb\nnoninteractive\n$/);
  });

  test('lets dpkg finish an interrupted installation first, because apt refuses to install otherwise', async () => {
    writeFileSync(machine.at('/srv/audit'), 'half configured: product\n');
    const [outcome] = await session.change([packages('install', '/srv/package.deb')]);
    expect(outcome?.stdout).toMatch(
      /^dpkg --force-confold --configure -a\napt-get -y .* install \/srv\/package\.deb\n/,
    );
  });

  test('runs a job with its environment, stdin and umask 022, and stores no secret', async () => {
    const command = {
      program: 'cfy_manager',
      args: ['install'],
      as: 'root',
      timeoutMs: 5000,
      stdin: new Secret('fed\n'),
    } as const;
    await session.startJob(job(command));
    const lines: string[] = [];
    await session.followJob('install', { offset: 0 }, (line) => lines.push(line));
    expect(lines).toEqual([
      'fed',
      'HOME=/root USER=root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 umask=0022',
    ]);
    expect(machine.shell('cd /var/lib/quorate/jobs/install; ls; stat -c %a . log exit')).toBe(
      'exit\nlog\npid\nstarted\nwrapper\n700\n600\n600\n',
    );
  });

  test('follows a growing log across split characters and without a final newline', async () => {
    machine.shell(
      'mkdir -p /usr/local/sbin; printf "#!/bin/sh\\nprintf \\"\\\\303\\"; sleep 0.6; printf \\"\\\\274\\\\r\\\\nlast\\"\\n" >/usr/local/sbin/cfy; chmod 755 /usr/local/sbin/cfy',
    );
    await session.startJob(job({ program: 'cfy', args: [], as: 'root', timeoutMs: 5000 }, 'grow/ing'));
    const lines: string[] = [];
    expect(await session.followJob('grow/ing', { offset: 0 }, (line) => lines.push(line))).toEqual({
      kind: 'ended',
      code: 0,
    });
    expect(lines).toEqual(['ü', 'last']);
    expect(await session.followJob('never-started', { offset: 0 }, () => undefined)).toEqual({
      kind: 'vanished',
    });
  });

  test('does not start a job that cannot be written', async () => {
    machine.shell('mkdir -p /var/lib/quorate; mount -t tmpfs -o size=4k,nr_inodes=4 tmpfs /var/lib/quorate');
    const starting = session.startJob(job({ program: 'cfy_manager', args: [], as: 'root', timeoutMs: 5000 }));
    await expect(starting).rejects.toThrow(StepError);
    await expect(starting).rejects.toThrow('db1: cannot start the job install');
    machine.shell('umount /var/lib/quorate');
  });

  test('a lock that cannot be written is an error', async () => {
    machine.shell('mkdir -p /run/quorate; echo in the way >/run/quorate/c1');
    await expect((await transport.connect(machine.host())).lock(holder('t1'))).rejects.toThrow(StepError);
    machine.shell('rm -r /run/quorate');
  });
});
