import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { faultsAt } from '../../support/scripted-faults.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import type { Session, Transport } from '../../../src/transport/port.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { operatorDirectory } from './operator-directory.ts';
import { typeAnswers } from './operator.ts';

jest.setTimeout(60_000);

const folders: string[] = [];
let folder = '';
let hosts: SimulatedTransport;
const clock = virtualClock(NOW);

beforeEach(async () => {
  folder = await operatorDirectory();
  folders.push(folder);
  const { cluster } = await loadInventory(join(folder, 'inventory.yaml'), {});
  hosts = simulatedTransport({ hosts: cluster.hosts, clock });
});
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true })));

interface Standing {
  readonly arrive: () => void;
  readonly going: Promise<void>;
}

/** A workstation that pauses, in real time, before it follows the first database installation. */
function standingStill(transport: SimulatedTransport, { arrive, going }: Standing): Transport {
  return {
    close: () => transport.close(),
    connect: async (host) => {
      const session = await transport.connect(host);
      const followJob: Session['followJob'] = async (name, from, onLine) => {
        if (name === 'install-database') {
          arrive();
          await going;
        }
        return session.followJob(name, from, onLine);
      };
      return { ...session, followJob };
    },
  };
}

/** Calls the real program with simulated hosts. */
async function quorate(
  words: readonly string[],
  given: { faults?: Faults; tty?: boolean; keys?: string; standing?: Standing } = {},
) {
  const [command = '', ...flags] = words;
  const transport = hosts.reopen(given.faults);
  const fake = fakeEdges({
    clock,
    tty: given.tty ?? false,
    transport: async () => (given.standing ? standingStill(transport, given.standing) : transport),
  });
  if (given.keys) typeAnswers(fake, [given.keys]);
  const running = main([command, join(folder, 'inventory.yaml'), ...flags], fake.edges);
  const code = await Promise.race([running, transport.killed.then(() => undefined)]);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const killed = () =>
  faultsAt({
    effect: { kind: 'kill', when: 'within' },
    method: 'followJob',
    about: 'install-database',
  });
const locks = () => [...hosts.world.hosts.values()].filter(({ locks: held }) => held.size > 0).length;

describe('unlock', () => {
  test('prints that no host is locked', async () => {
    expect(await quorate(['unlock'])).toEqual({
      code: 0,
      stdout: 'demo: no lock on any queried host\n',
      stderr: '',
    });
  });

  test('shows holder, origin, command and age of each lock; does not ask without a terminal', async () => {
    await quorate(['deploy', '--output', 'plain'], { faults: killed() });
    const { code, stdout, stderr } = await quorate(['unlock']);
    expect(code).toBe(6);
    expect(stdout).toMatch(/^host +held by +command +for/);
    expect(stdout).toMatch(/^db1 +\S+@\S+ +deploy +\S+ .*run still active, last renewed/m);
    expect(stdout).toMatch(/^db1 +\(a job\) +install-database/m);
    expect(stderr).toContain('run the same command again with --yes');
    expect(locks()).toBe(9);
  });

  test('with --dry-run, shows the locks, asks nothing and removes none', async () => {
    await quorate(['deploy', '--output', 'plain'], { faults: killed() });
    await clock.sleep(600_000);
    const { stdout, stderr } = await quorate(['unlock', '--dry-run'], { tty: true });
    expect(stdout).toMatch(/^db1 +\S+@\S+ +deploy/m);
    expect(stderr).not.toContain('[y/N]');
    expect(locks()).toBe(9);
  });

  test('asks on a terminal: no is the default, yes removes the locks', async () => {
    await quorate(['deploy', '--output', 'plain'], { faults: killed() });
    await clock.sleep(600_000);
    const no = await quorate(['unlock'], { tty: true, keys: '\r' });
    expect([no.code, locks()]).toEqual([6, 9]);
    expect(no.stderr).toContain('Remove the lock from 9 hosts? [y/N] no');
    const yes = await quorate(['unlock'], { tty: true, keys: 'y' });
    expect([yes.code, locks()]).toEqual([0, 0]);
    expect(yes.stdout).toContain('Removed from 9 hosts.');
  });

  test('with --yes, the run that held the lock changes nothing more', async () => {
    let arrive = () => {};
    let go = () => {};
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const going = new Promise<void>((resolve) => (go = resolve));
    const standing: Standing = { arrive: () => arrive(), going };
    const first = quorate(['deploy', '--output', 'plain'], { standing });
    await arrived;
    const removal = await quorate(['unlock', '--yes', '--output', 'json']);
    expect(JSON.parse(removal.stdout)).toMatchObject({ cluster: 'demo', removed: true });
    go();
    const { code, stdout } = await first;
    expect(code).toBe(6);
    expect(stdout).toContain('no further changes were made');
    expect(hosts.world.host('db2').database).toBeUndefined();
  });
});

test('plan names the holder of the lock', async () => {
  await quorate(['deploy', '--output', 'plain'], { faults: killed() });
  const { code, stderr } = await quorate(['plan']);
  expect(code).toBe(10);
  expect(stderr).toMatch(/^warning: locked by \S+ on \S+ for .+: deploy\. That run/m);
  const told = JSON.parse((await quorate(['plan', '--output', 'json'])).stdout) as { heldBy: unknown };
  expect(told.heldBy).toEqual([expect.objectContaining({ command: 'deploy' })]);
});

describe('runs', () => {
  test('prints that there are none before the first run', async () => {
    expect((await quorate(['runs'])).stdout).toBe('demo: no run yet\n');
  });

  test('lists the runs of every workstation from the hosts, and local runs that changed no host', async () => {
    await quorate(['deploy', '--output', 'plain'], { faults: killed() });
    await clock.sleep(300_000);
    await quorate(['deploy', '--output', 'plain']);
    await quorate(['verify', '--output', 'plain']);
    const here = await quorate(['runs', '--output', 'json']);
    const told = JSON.parse(here.stdout) as {
      runs: { command: string; outcome: string; directory?: string }[];
    };
    expect(told.runs.map(({ command, outcome }) => `${command} ${outcome}`)).toEqual([
      'verify done',
      'deploy done',
      'deploy unfinished',
    ]);
    expect(told.runs[0]?.directory).toMatch(/\.quorate\/demo\/runs\/.*-verify$/);
    rmSync(join(folder, '.quorate'), { recursive: true });
    const elsewhere = await quorate(['runs', '--output', 'plain']);
    const [head, ...rows] = elsewhere.stdout.trimEnd().split('\n');
    expect(head).toMatch(/^started \(UTC\) +who +command +outcome +exit +took +inventory$/);
    expect(rows).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +\S+@\S+ +deploy +done +0 +\S+ .*[0-9a-f]{8}$/),
      expect.stringMatching(/ deploy +unfinished +- +- +[0-9a-f]{8}$/),
    ]);
  });

  test('with --local contacts no host', async () => {
    await quorate(['deploy', '--output', 'plain']);
    const before = hosts.world.host('db1').counts.connects;
    expect((await quorate(['runs', '--local'])).stdout).toMatch(/from here +deploy +done +0/);
    expect(hosts.world.host('db1').counts.connects).toBe(before);
    expect(readdirSync(join(folder, '.quorate', 'demo', 'runs'))).toHaveLength(1);
  });

  test('names an unreachable host, and exits with 3', async () => {
    await quorate(['deploy', '--output', 'plain']);
    hosts.world.powerOff('rabbit2');
    const { code, stdout, stderr } = await quorate(['runs']);
    expect([code, stdout]).toEqual([3, expect.stringContaining('deploy')]);
    expect(stderr).toContain('rabbit2');
  });
});
