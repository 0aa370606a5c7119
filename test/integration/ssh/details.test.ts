// Names in the scripts: cspell:ignore getsebool ntpsec Fcntl SETLK WRLCK ssx qqix
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/clock/clock.ts';
import type { DetailsRequest } from '../../../src/model/host/details.ts';
import type { Session } from '../../../src/transport/port.ts';
import { sshTransport } from '../../../src/transport/ssh/transport.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';

jest.setTimeout(60_000);

const PROGRAMS = {
  timedatectl: 'echo "   Local time: now"; echo "System clock synchronized: no"',
  systemctl: `case "$1 $2" in
    'is-enabled chrony.service' | 'is-enabled ntp.service') echo enabled ;;
    'is-enabled ntpsec.service') echo masked; exit 1 ;;
    is-enabled*) echo "Failed to get unit file state" >&2; exit 1 ;;
    'is-active chrony') echo inactive; exit 3 ;; 'is-active ntp' | 'is-active firewalld') echo active ;;
    *) echo inactive; exit 3 ;;
  esac`,
  getenforce: 'echo Enforcing',
  getsebool: 'echo "haproxy_connect_any --> off"',
  'apt-cache': 'case $2 in haproxy) echo "  Candidate: 2.6.12-1" ;; *) echo "  Candidate: (none)" ;; esac',
  'apt-get': `case $* in *--print-uris*) [ ! -e /srv/repositories ] || cat /srv/repositories ;; esac`,
  'apt-config': ':',
  ping: `case $* in
    -V) echo "ping from iputils 20221126" ;;
    *192.0.2.1) exit 0 ;;
    *'-s 56 192.0.2.2') exit 0 ;;
    *192.0.2.3) echo "ping: local error: message too long, mtu=1400"; exit 1 ;;
    *) exit 1 ;;
  esac`,
};

let machine: Machine;
let session: Session;
beforeAll(async () => {
  machine = await startMachine({ programs: PROGRAMS });
  const options = { clock: systemClock, acceptNewHostKeys: false, connectRetryMs: 0, handshakes: 2 };
  session = await sshTransport(options).connect(machine.host());
});
afterAll(async () => {
  await session.close();
  await machine.stop();
});

const details = (ask: Partial<DetailsRequest> = {}) =>
  session.details({
    ...{ address: '127.0.0.1', names: [], peers: [], writable: [], leftovers: [], packages: [] },
    ...ask,
  });

test('reads clock, SELinux and firewall', async () => {
  expect(await details()).toMatchObject({
    synchronized: false,
    timeServices: [
      { unit: 'chrony', active: false },
      { unit: 'ntp', active: true },
    ],
    selinux: 'enforcing',
    haproxyMayConnect: false,
    firewalls: ['firewalld'],
    mtu: 65536,
  });
});

test('reads which paths between hosts lose packets of the full size', async () => {
  const peers = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
  const { paths } = await details({ peers });
  expect(paths).toEqual({ '192.0.2.1': 'whole', '192.0.2.2': 'smaller', '192.0.2.3': 'whole' });
});

test('resolves names and addresses', async () => {
  machine.shell("printf '127.0.0.1 localhost\\n127.0.1.1 db1\\n198.51.100.12 wrong\\n' >/etc/hosts");
  const { resolved } = await details({ names: ['db1', '198.51.100.12', 'nowhere.invalid'] });
  expect(resolved).toEqual({ db1: ['127.0.1.1'], '198.51.100.12': ['wrong'], 'nowhere.invalid': [] });
});

test('names the process that holds a lock of the package manager', async () => {
  machine.shell('mkdir -p /var/lib/dpkg && touch /var/lib/dpkg/lock-frontend');
  expect((await details()).packageLock).toBeUndefined();
  const hold = `use Fcntl; open F, ">", "/var/lib/dpkg/lock-frontend"; my $lock = pack("ssx4qqix4", F_WRLCK, 0, 0, 0, 0); fcntl F, F_SETLK, $lock or die; sleep 20`;
  machine.shell(`perl -e '${hold}' >/dev/null 2>&1 & echo $! >/run/holder; sleep 0.5`);
  expect((await details()).packageLock).toEqual({
    path: '/var/lib/dpkg/lock-frontend',
    pid: Number(machine.shell('cat /run/holder')),
    by: 'perl',
  });
  machine.shell('kill $(cat /run/holder)');
});

test('reports packages that no repository offers, and repositories that accept no connection', async () => {
  expect(await details({ packages: ['haproxy', 'no-such'] })).toMatchObject({
    missingPackages: ['no-such'],
    unreachableRepositories: [],
  });
  machine.shell(`echo "'http://127.0.0.1:1/dists/x' 0 y" >/srv/repositories`);
  expect(await details({ packages: ['haproxy'] })).toMatchObject({
    missingPackages: [],
    unreachableRepositories: ['127.0.0.1:1'],
  });
});

test('reports leftovers, absent and unwritable directories, and times the disk', async () => {
  machine.shell('mkdir -p /srv/data /srv/empty /srv/full && touch /srv/data/member');
  machine.shell('mount -t tmpfs -o ro tmpfs /srv/full');
  const found = await details({
    leftovers: ['/srv/data', '/srv/empty', '/srv/none'],
    writable: ['/srv/data', '/srv/full', '/srv/none'],
    syncIn: '/srv/data/deeper',
  });
  expect(found).toMatchObject({ leftovers: ['/srv/data'], absent: ['/srv/none'] });
  expect(found.unwritable).toEqual([
    { path: '/srv/full', why: expect.stringContaining('Read-only file system') },
  ]);
  expect(found.syncMs).toBeGreaterThanOrEqual(0);
  expect(machine.shell('ls -A /srv/data /srv/empty')).not.toContain('quorate');
});
