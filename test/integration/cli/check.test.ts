import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import type { CheckResult } from '../../../src/model/health/check.ts';
import { HISTORY } from '../../../src/model/stored-formats.ts';
import { startNewBroker } from '../../../src/simulate/services/broker.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { textFile } from '../../../src/simulate/world/files.ts';
import type { World } from '../../../src/simulate/world/state.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { operatorDirectory } from './operator-directory.ts';

jest.setTimeout(60_000);

const folder = await operatorDirectory();
const clock = virtualClock(NOW);
let hosts: SimulatedTransport;
/** The connections of the last check. */
let opened: SimulatedTransport;

beforeEach(async () => {
  const { cluster } = await loadInventory(join(folder, 'inventory.yaml'), {});
  hosts = simulatedTransport({ hosts: cluster.hosts, clock });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function check(...flags: readonly string[]) {
  opened = hosts.reopen();
  const fake = fakeEdges({ clock, transport: async () => opened });
  const code = await main(['check', join(folder, 'inventory.yaml'), ...flags], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

/** Another run holds the lock of a host. */
function hold(host: string): void {
  const holder = { cluster: 'demo', token: 't', who: 'ann', from: 'ci-1', command: 'deploy', run: 'r' };
  const process = { machineId: 'm', bootId: 'b', pid: 1, started: '1' };
  const now = hosts.world.now();
  hosts.world.host(host).locks.set('demo', {
    ...{ holder: { ...holder, ...process }, acquiredAt: now, renewedAt: now },
  });
}

const history = (host: string) => {
  const text = hosts.world.host(host).files.get(HISTORY)?.content ?? '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
};

/** A node of RabbitMQ runs on a host on which an installation has not finished. */
function startLoneBroker(world: World, host: string): void {
  const given = { node: host, user: 'u', password: 'p', cookie: 'c', ca: '' };
  startNewBroker(world, world.host(host), given);
}

/** The failures and warnings of a check, as `--output json` prints them. */
async function found(): Promise<readonly CheckResult[]> {
  const { stdout } = await check('--output', 'json');
  const { results } = JSON.parse(stdout) as { results: readonly CheckResult[] };
  return results.filter(({ state }) => state !== 'pass');
}

test('exits with 0 on good hosts and prints a matrix within 80 columns', async () => {
  const { code, stdout, stderr } = await check();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^check +db1 +db2 +db3 /m);
  expect(stdout).toMatch(/^clock +ok +ok +ok /m);
  expect(stdout).toContain(' 0 failed, 0 warnings, ');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(hosts.world.applied).toEqual([]);
});

test('reports every fault at once with its fix, and exits with 5', async () => {
  hosts.world.host('db1').diskFree = 0;
  hosts.world.host('db2').clockOffsetMs = 10_000;
  const { code, stdout } = await check();
  expect(code).toBe(5);
  expect(stdout).toMatch(/^disk-space +FAIL +ok +ok /m);
  expect(stdout).toMatch(/^clock +ok +FAIL +ok /m);
  expect(stdout).toMatch(/FAIL db1: disk-space: .*\n(.*\n)*? +next: on db1: df/);
  expect((await found()).map(({ host, check: name }) => `${host} ${name}`)).toContain('db2 clock');
});

test('checks the reachable hosts, marks the others with a question mark, and exits with 3', async () => {
  hosts.world.powerOff('db2');
  const { code, stdout, stderr } = await check();
  expect([code, stderr]).toEqual([3, expect.stringContaining('db2')]);
  expect(stdout).toMatch(/^clock +ok +\? +ok /m);
});

describe('ports that the peers need', () => {
  test('empty hosts listen temporarily, and nothing is left', async () => {
    const { stdout } = await check('--output', 'json');
    const { results } = JSON.parse(stdout) as { results: readonly CheckResult[] };
    const peers = results.filter(({ check: name }) => name === 'peers');
    expect(peers.map(({ state }) => state)).toEqual(peers.map(() => 'pass'));
    expect(peers.find(({ host }) => host === 'db1')?.seen).toBe('8 of 8 ports of 2 hosts reached');
    expect([...hosts.world.hosts.values()].flatMap(({ listeners }) => [...listeners.keys()])).toEqual([]);
  });

  test('a firewall that drops 2380 is reported with source, target and fix', async () => {
    hosts.world.firewall.set('db1 db2 2380', 'timeout');
    const { code, stdout } = await check();
    expect(code).toBe(5);
    expect(stdout).toMatch(/^peers +FAIL +ok +ok /m);
    const text = stdout.replace(/\n */g, ' ');
    expect(text).toContain('FAIL db1: peers: db2 (');
    expect(text).toContain('port 2380 (etcd peers): timed out: a firewall drops the connection');
    expect(text).toContain('allow TCP 2380 from db1 to db2 in the firewalls; on db2: nft list ruleset');
  });

  test('a firewall that sends resets is not a pass', async () => {
    hosts.world.firewall.set('db1 db2 2380', 'refused');
    expect(await found()).toEqual([
      expect.objectContaining({
        ...{ host: 'db1', check: 'peers', state: 'fail' },
        seen: expect.stringContaining('port 2380 (etcd peers): refused although a program listens there'),
      }),
    ]);
  });

  const listened = () =>
    opened.calls
      .filter(({ method, detail }) => method === 'listen' && detail !== 'stop')
      .map(({ host }) => host);
  const installJob = (end: Readonly<Record<string, string>>) => {
    const about = { mode: 0o600, owner: 'root:root', mtime: 0 };
    for (const [name, content] of Object.entries({
      started: '2 b quorate-install-database 1',
      log: '',
      ...end,
    }))
      hosts.world
        .host('db2')
        .files.set(`/var/lib/quorate/jobs/install-database/${name}`, textFile(content, about));
  };

  test.each([
    ['its lock is held', () => hold('db2')],
    ['an installation vanished there', () => installJob({})],
    ['an installation failed there', () => installJob({ exit: '1' })],
    ['a service runs there without a marker of the product', () => startLoneBroker(hosts.world, 'db2')],
  ])('a host does not listen if %s', async (_why, prepare) => {
    prepare();
    await check();
    expect(listened()).toEqual(expect.arrayContaining(['db1', 'db3']));
    expect(listened()).not.toContain('db2');
  });

  test('without a listener, a refused connection is a warning', async () => {
    hold('db2');
    const results = await found();
    expect(new Set(results.map(({ state }) => state))).toEqual(new Set(['warn']));
    expect(results.find(({ host }) => host === 'db1')?.seen).toContain(
      'refused, and no program listens there: the firewall was not tested',
    );
  });
});

describe('--fix', () => {
  const stopped = () => {
    hosts.world.host('db1').details = {
      ...{ synchronized: false, timeServices: [{ unit: 'chronyd', active: false }], absent: ['/opt'] },
    };
  };

  test('without it, the fixes are only suggested', async () => {
    stopped();
    const { code, stdout } = await check();
    expect(code).toBe(5);
    expect(stdout.replace(/\n */g, ' ')).toMatch(
      /next: create the directory \/opt: quorate check \S+inventory.yaml --fix/,
    );
    expect(hosts.world.applied).toEqual([]);
  });

  test('prints the fixes, applies them under the lock, and checks again', async () => {
    stopped();
    const { code, stdout, stderr } = await check('--fix');
    expect([code, stderr]).toEqual([
      0,
      'fixing db1: enable chronyd\nfixing db1: create the directory /opt\n',
    ]);
    expect(stdout).toContain(' 0 failed, 0 warnings, ');
    expect(hosts.world.applied.map(({ host, what }) => `${host} ${what}`)).toEqual([
      'db1 systemctl enable --now chronyd',
      'db1 mkdir -p /opt',
    ]);
    expect(hosts.world.host('db1').locks.size).toBe(0);
    expect(history('db1')).toMatchObject([
      { command: 'check', outcome: 'started' },
      { command: 'check', outcome: 'done', exitCode: 0 },
    ]);
    expect(history('db2')).toEqual([]);
  });

  test('a fix that fails ends with 4, names the command, and is in the history of the host', async () => {
    stopped();
    hosts.world.host('db1').readOnly.add('/opt');
    const { code, stderr } = await check('--fix');
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /db1: cannot create the directory \/opt\n {2}why: {2}mkdir: cannot create directory '\/opt': Read-only file\s+system\n {2}next: on db1: mkdir -p \/opt, then run the same command again: quorate check/,
    );
    expect(history('db1')).toMatchObject([
      { command: 'check', outcome: 'started' },
      { command: 'check', outcome: 'failed', exitCode: 4 },
    ]);
    expect(hosts.world.host('db1').locks.size).toBe(0);
  });

  test('changes nothing while a run holds the lock, and exits with 6', async () => {
    stopped();
    hold('db1');
    const { code } = await check('--fix');
    expect([code, hosts.world.applied]).toEqual([6, []]);
  });
});

test('reports what the details of the hosts show', async () => {
  const { details } = hosts.world.host('db1');
  hosts.world.host('db1').details = { ...details, mtu: 9000, syncMs: 200 };
  hosts.world.host('db3').details = { paths: { [hosts.world.host('db2').spec.privateIp]: 'smaller' } };
  hosts.world.dns.set(hosts.world.host('db2').spec.privateIp, ['other.example']);
  const states = (await found()).map((result) => `${result.host} ${result.check} ${result.state}`);
  expect(states).toEqual(
    expect.arrayContaining([
      'db1 etcd-disk fail',
      'db1 mtu warn',
      'db1 peer-names warn',
      'db3 peer-names warn',
      'db3 mtu warn',
    ]),
  );
});
