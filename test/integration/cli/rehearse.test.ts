import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { MARKER, operatorDirectory } from './operator-directory.ts';

jest.setTimeout(60_000);

let folder = '';
beforeAll(async () => {
  folder = await operatorDirectory({ rabbit4: [24] });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Calls the real program. A connection to a real host would throw. */
async function rehearse(...flags: readonly string[]) {
  const fake = fakeEdges({ clock: { now: () => NOW, sleep: async () => undefined } });
  const code = await main(['rehearse', join(folder, 'inventory.yaml'), ...flags], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const kept = () => join(folder, '.quorate', 'demo', 'rehearsals');

describe('rehearse', () => {
  test('runs the playbook on simulated hosts, prints that it does, and stores its run among the rehearsals', async () => {
    const { code, stdout, stderr } = await rehearse('--output', 'plain');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('a rehearsal on simulated hosts');
    expect(stdout).toMatch(/gate load-balancer: ready/);
    expect(readdirSync(kept())).toEqual([expect.stringMatching(/^\d{8}T\d{6}Z-rehearse$/)]);
    const [run = ''] = readdirSync(kept());
    expect(readdirSync(join(kept(), run))).toEqual(expect.arrayContaining(['events.ndjson', 'report.html']));
    expect(existsSync(join(folder, '.quorate', 'demo', 'runs'))).toBe(false);
    const events = readFileSync(join(kept(), run, 'events.ndjson'), 'utf8');
    expect(events + stdout).not.toContain(MARKER);
  });

  test('--durations lab takes less than half of the simulated time', async () => {
    const minutes = async (durations: string) => {
      const { code, stdout } = await rehearse('--output', 'plain', '--durations', durations);
      expect(code).toBe(0);
      const [, count] = /done in (\d+)m \d+s of simulated time/.exec(stdout) ?? [];
      return Number(count);
    };
    const product = await minutes('product');
    expect(product).toBeGreaterThan(0);
    expect(await minutes('lab')).toBeLessThan(product / 2);
    readdirSync(kept()).forEach((name) => rmSync(join(kept(), name), { recursive: true }));
  });

  test('assumes that the hosts provide the package if the inventory names none', async () => {
    const path = join(folder, 'inventory.yaml');
    const before = readFileSync(path, 'utf8');
    const rabbit4 = '    - { name: rabbit4, address: 198.51.100.24 }\n';
    const four = before.replace(/.*name: rabbit3.*\n/, (rabbit3) => `${rabbit3}${rabbit4}`);
    writeFileSync(path, four.replace('package: package.deb, ', ''));
    const { code, stderr } = await rehearse('--output', 'plain');
    const removed = await rehearse('--command', 'remove-broker rabbit4');
    writeFileSync(path, before);
    expect(before).toContain('package: package.deb, ');
    expect([code, stderr, removed.code]).toEqual([0, '', 0]);
  });

  test('simulates an OS that can install the package', async () => {
    const path = join(folder, 'inventory.yaml');
    const before = readFileSync(path, 'utf8');
    writeFileSync(join(folder, 'package.rpm'), Buffer.from([0xed, 0xab, 0xee, 0xdb]));
    writeFileSync(path, before.replace('package: package.deb, ', 'package: package.rpm, '));
    const { code } = await rehearse('--output', 'plain');
    writeFileSync(path, before);
    expect(code).toBe(0);
  });

  test('ends the same way for the same seed of faults, with the exit code of a deploy', async () => {
    const ends = async (seed: string) => {
      const { code, stdout } = await rehearse('--faults', seed, '--output', 'json');
      const events = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as RunEvent);
      const warned = events.flatMap((event) => (event.kind === 'run.warned' ? [event.text] : []));
      expect(warned[0]).toContain(`the faults of seed ${seed}`);
      return { code, story: events.map(({ kind }) => kind).join(' ') };
    };
    const [first, second, other] = [await ends('7'), await ends('7'), await ends('8')];
    expect(second).toEqual(first);
    expect(other.story).not.toEqual(first.story);
    expect([0, 3, 4, 5, 7]).toContain(first.code);
  });

  test('rehearses a command on the deployed cluster and does not edit the inventory', async () => {
    const path = join(folder, 'inventory.yaml');
    const before = readFileSync(path, 'utf8');
    for (const command of ['add-broker rabbit3', 'switchover', 'remove-manager manager2 --lost']) {
      const { code, stdout } = await rehearse('--command', command, '--output', 'plain');
      expect([command, code]).toEqual([command, 0]);
      expect(stdout).not.toContain('db1: install the database');
    }
    const added = await rehearse('--command', 'add-broker rabbit3', '--output', 'plain');
    expect(added.stdout).toMatch(/rabbit3: install the broker: changed/);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test.each([
    'replace-host db2',
    'replace-host db3 --address 198.51.100.97',
    'replace-host rabbit3 --address 198.51.100.99',
    'replace-host lb1',
    'replace-host manager2',
  ])('rehearses %s with an empty host in place of the lost one', async (command) => {
    const path = join(folder, 'inventory.yaml');
    const before = readFileSync(path, 'utf8');
    const { code, stdout } = await rehearse('--command', command, '--output', 'plain');
    expect(code).toBe(0);
    const [, name = ''] = command.split(' ');
    expect(stdout).toMatch(new RegExp(`${name}: (install the|start HAProxy|install HAProxy).*: changed`));
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('refuses a command that would cost the quorum, as on real hosts', async () => {
    const { code, stdout } = await rehearse('--command', 'remove-broker rabbit3', '--output', 'plain');
    expect(code).toBe(7);
    expect(stdout).toContain('at least 3 needed');
  });

  test.each([
    ['add-borker rabbit3', 'cannot rehearse "add-borker": did you mean "add-broker"?'],
    ['plan', 'cannot rehearse "plan"'],
    ['deploy', 'cannot rehearse "deploy"'],
    ['certificates issue', 'cannot rehearse "certificates"'],
    ['add-broker', 'missing argument: NAME next: add it: --command "add-broker NAME"'],
    ['add-broker unknown1', 'the inventory has no host unknown1'],
    ['add-broker rabbit3 --lost', 'unknown option "--lost"'],
    ['add-broker rabbit3 --down rabbit2', '"add-broker" cannot be rehearsed with --down'],
    ['add-broker rabbit3 --output json', '"add-broker" cannot be rehearsed with --output'],
    ['add-broker rabbit3 --help', '"add-broker" cannot be rehearsed with --help'],
    ['replace-host', 'missing argument: NAME'],
    ['replace-host db22', 'the inventory has no host db22: did you mean'],
    ['replace-host db2 --address', '--address requires a value'],
    ['replace-host db2 --address 198.51.100.11', 'db1 has the address 198.51.100.11 already'],
    ['restart --role cook', '--role cannot be "cook"'],
    ['restart broker', 'unexpected argument "broker"'],
    ['restart --role', '--role requires a value'],
    ['switchover db2', 'unexpected argument "db2"'],
    ['add-broker --to rabbit3', 'unknown option "--to"'],
  ])('refuses %s', async (command, why) => {
    const { code, stderr } = await rehearse('--command', command);
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain(why);
  });

  test('refuses to restart a role that the inventory does not have', async () => {
    const path = join(folder, 'inventory.yaml');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace(/load_balancers:[^]*/, ''));
    const { code, stderr } = await rehearse('--command', 'restart --role load-balancer');
    writeFileSync(path, before);
    expect([code, stderr]).toEqual([2, expect.stringContaining('has no load balancer hosts')]);
  });

  test('uses the playbook of the command, not a file of that name in the working directory', async () => {
    const from = process.cwd();
    mkdirSync(join(folder, 'elsewhere', 'switchover'), { recursive: true });
    process.chdir(join(folder, 'elsewhere'));
    const { code } = await rehearse('--command', 'switchover', '--output', 'plain').finally(() =>
      process.chdir(from),
    );
    expect(code).toBe(0);
  });

  test('runs another playbook', async () => {
    expect((await rehearse('--playbook', 'deploy-overlapped', '--output', 'plain')).code).toBe(0);
  });

  test('refuses an invalid seed and, as deploy does, missing local files', async () => {
    expect(await rehearse('--faults', 'often')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--faults must be a non-negative integer'),
    });
    const secrets = join(folder, 'secrets.yaml');
    const text = readFileSync(secrets, 'utf8');
    writeFileSync(secrets, text.replace(/^etcd_token.*\n/m, ''));
    expect(await rehearse()).toMatchObject({ code: 2, stderr: expect.stringContaining('etcd_token') });
    writeFileSync(secrets, text);
  });
});
