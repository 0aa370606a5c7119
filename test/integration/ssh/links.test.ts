// Of Python: cspell:ignore setxattr
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { HostChange, Session } from '../../../src/transport/port.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let machine: Machine;
let session: Session;
const transport = testTransport();

beforeAll(async () => {
  machine = await startMachine();
  session = await transport.connect(machine.host());
});
afterAll(async () => {
  await transport.close();
  await machine.stop();
});
/** /srv/own belongs to an ordinary account, number 1234. */
beforeEach(
  () =>
    void machine.shell(
      'rm -rf /srv/*; echo precious >/srv/victim; chmod 600 /srv/victim; mkdir -p /srv/own /srv/root /srv/shared; chown 1234 /srv/own; chmod 777 /srv/shared',
    ),
);

const write = (path: `/${string}`, content: Partial<{ marker: string }> = {}): HostChange => ({
  kind: 'write',
  path,
  mode: 0o644,
  owner: 'root:root',
  content: content.marker === undefined ? { whole: 'new\n' } : { block: 'new\n', marker: content.marker },
});
const victim = () => machine.shell('cat /srv/victim; stat -c "%a %U" /srv/victim');

/** Lets account 1234 write to a directory, as `setfacl -m u:1234:rwx` does: version 2, then a tag, mode and number each. */
const GRANT = `
import os, struct, sys
none = 2**32 - 1
entries = [(1, 7, none), (2, 7, 1234), (4, 5, none), (16, 7, none), (32, 5, none)]
acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
`;

/** Each way in which an ordinary account could redirect a write of root to /srv/victim. */
const ATTACKS: Readonly<
  Record<string, { prepare: string; path: `/${string}`; message: RegExp; removes?: boolean }>
> = {
  'a link in the directory of an ordinary account': {
    prepare: 'ln -s /srv/victim /srv/own/config.yaml',
    path: '/srv/own/config.yaml',
    message: /\/srv\/own belongs to user 1234.*chown root \/srv\/own/,
  },
  'a directory below the directory of an ordinary account': {
    prepare: 'mkdir /srv/own/deeper; chown root /srv/own/deeper; ln -s /srv/victim /srv/own/deeper/victim',
    path: '/srv/own/deeper/victim',
    message: /\/srv\/own belongs to user 1234/,
  },
  'a link of an ordinary account to a file': {
    prepare: 'ln -s /srv/victim /srv/root/config.yaml; chown -h 1234 /srv/root/config.yaml',
    path: '/srv/root/config.yaml',
    message: /\/srv\/root\/config\.yaml is a symbolic link that root does not own/,
    // The removal of a link does not follow the link.
    removes: true,
  },
  'a link of an ordinary account to a directory': {
    prepare: 'ln -s /srv /srv/root/directory; chown -h 1234 /srv/root/directory',
    path: '/srv/root/directory/victim',
    message: /\/srv\/root\/directory is a symbolic link that root does not own/,
  },
  'a link in a directory that everyone may write': {
    prepare: 'ln -s /srv/victim /srv/shared/config.yaml',
    path: '/srv/shared/config.yaml',
    message: /\/srv\/shared can be written by others.*chmod go-w \/srv\/shared/,
  },
  'a link in a directory that a group of a system account with an ordinary member may write': {
    prepare:
      'usermod -aG users free; mkdir -m 775 /srv/users; chown root:users /srv/users; ln -s /srv/victim /srv/users/config.yaml',
    path: '/srv/users/config.yaml',
    message: /\/srv\/users can be written by others.*chmod go-w \/srv\/users/,
  },
  'a link in a directory whose access control list names an ordinary account': {
    prepare: `mkdir /srv/listed; ln -s /srv/victim /srv/listed/config.yaml; python3 -c '${GRANT}' /srv/listed`,
    path: '/srv/listed/config.yaml',
    message: /\/srv\/listed can be written by others.*chmod go-w \/srv\/listed/,
  },
};

describe('root does not follow', () => {
  test.each(Object.entries(ATTACKS))('%s', async (_, { prepare, path, message, removes = false }) => {
    machine.shell(prepare);
    for (const change of [write(path), write(path, { marker: 'names' })]) {
      const [outcome] = await session.change([change]);
      expect(outcome).toMatchObject({ ok: false, stderr: expect.stringMatching(message) });
    }
    expect(await session.change([{ kind: 'remove', path }])).toMatchObject([{ ok: removes }]);
    expect(victim()).toBe('precious\n600 root\n');
  });
});

test('directories of system accounts, sticky directories and links of root stay usable', async () => {
  machine.shell(
    'mkdir -m 1777 /srv/sticky; mkdir -m 775 /srv/service; chown 998:998 /srv/service; ln -s /srv/root /srv/linked; echo old >/srv/root/target; ln -s target /srv/root/file',
  );
  const paths = ['/srv/sticky/a', '/srv/service/a', '/srv/linked/a', '/srv/root/file'] as const;
  const outcomes = await session.change(paths.map((path) => write(path)));
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect(machine.shell('cat /srv/sticky/a /srv/service/a /srv/root/a /srv/root/target')).toBe(
    'new\n'.repeat(4),
  );
});

test('a system account that Quorate logs in as is trusted no more than an ordinary account', async () => {
  machine.shell('sed -i s/^free:x:[0-9]*:/free:x:990:/ /etc/passwd; mkdir /srv/login; chown free /srv/login');
  const own = await transport.connect(machine.host({ user: 'free', become: true }));
  const [outcome] = await own.change([write('/srv/login/config.yaml')]);
  expect(outcome).toMatchObject({ ok: false, stderr: expect.stringContaining('belongs to user 990') });
});

test('a file that was created in advance under a guessed name is not written', async () => {
  machine.shell(
    'ln -s /srv/victim /srv/root/.config.yaml.quorate; ln -s /srv/victim /srv/root/.config.yaml.quorate.abcdef',
  );
  expect(await session.change([write('/srv/root/config.yaml')])).toMatchObject([{ ok: true }]);
  expect(victim()).toBe('precious\n600 root\n');
  expect(machine.shell('cat /srv/root/config.yaml')).toBe('new\n');
});
