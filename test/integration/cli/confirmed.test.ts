import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { loadInventory } from '../../../src/inventory/load.ts';
import { replaceMachine } from '../../../src/simulate/replace-machine.ts';
import { main } from '../../../src/cli/main.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { deployed, lastEvent, notesOf, type Operator } from './operator.ts';

jest.setTimeout(60_000);

let ada: Operator;
beforeAll(async () => {
  ada = await deployed({ db4: { like: 'db3', at: [14] }, db2: { like: 'db2', at: [12, 112] } });
});
afterAll(() => ada.leave());

const inventory = () => readFileSync(ada.inventory, 'utf8');
const runs = () => readdirSync(join(ada.folder, '.quorate/demo/runs')).length;
/** Everything that the hosts have applied. */
const applied = () => ada.hosts.world.applied.length;

/** State of the inventory, the runs, the notes and the hosts, which a command that does nothing leaves as it is. */
const state = () => [inventory(), runs(), notesOf(ada), applied()];

/** Calls a command without a terminal and without `--yes`. */
async function asProgram(...words: readonly string[]) {
  const { edges, stdout, stderr } = fakeEdges({
    clock: ada.clock,
    transport: async () => ada.hosts.reopen(),
  });
  const [command = '', ...rest] = words;
  const code = await main([command, ada.inventory, ...rest], edges);
  return { code, stdout: stdout(), stderr: stderr().replace(/\s+/g, ' ') };
}

const DISRUPTING = [
  ['remove-database', 'db3'],
  ['remove-broker', 'rabbit3'],
  ['remove-manager', 'manager2'],
  ['remove-load-balancer', 'lb1'],
  ['replace-host', 'db2', '--address', '198.51.100.112'],
  ['switchover'],
  ['reinit-database', 'db3'],
  ['restart'],
] as const;

describe('a command that disrupts members', () => {
  test.each(DISRUPTING)('%s exits with 2 and names --yes if it cannot ask', async (...words) => {
    const before = state();
    const { code, stderr } = await asProgram(...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--yes')]);
    expect(state()).toEqual(before);
    const json = await asProgram(...words, '--output', 'json');
    expect([json.code, lastEvent(json).kind]).toEqual([2, 'run.finished']);
  });

  test('shows its plan on a terminal, and changes nothing if the operator does not agree', async () => {
    const before = state();
    const { code, stderr } = await ada.quorate('restart', ['--role', 'database'], { keys: ['n'] });
    expect(code).toBe(10);
    const text = stderr.replaceAll(/\n +/g, ' ');
    const order = [...text.matchAll(/\d\. (db\d): database/g)].map(([, host]) => host);
    const { leader } = ada.hosts.world.host('db1').database?.cluster ?? {};
    expect([order.toSorted(), order.at(-1)]).toEqual([['db1', 'db2', 'db3'], leader]);
    expect(text).toContain('restart database demo disrupts these members, in this order:');
    expect(text).toMatch(/3\. db\d: database steps down as leader, then restarts etcd: 3 members, 3 healthy/);
    expect(text).toMatch(/time: .*\nContinue\? \[y\/N\] no\nNothing was changed\.\n$/);
    expect(state()).toEqual(before);
  });

  test('is refused before the question', async () => {
    const { code, stderr } = await ada.quorate('remove-broker', ['rabbit3'], { keys: ['y'] });
    expect([code, stderr]).toEqual([7, expect.stringContaining('at least 3 needed')]);
    expect(stderr).not.toContain('[y/N]');
  });

  test('runs once the operator agrees, with the sessions that have read the hosts', async () => {
    const connects = () => [...ada.hosts.world.hosts.values()].map(({ counts }) => counts.connects);
    const before = connects();
    const { code, stderr } = await ada.quorate('switchover', ['--to', 'db1'], { keys: ['y'] });
    expect([code, stderr]).toEqual([0, expect.stringContaining('steps down as leader')]);
    expect(ada.hosts.world.host('db1').database?.cluster.leader).toBe('db1');
    expect(Math.max(...connects().map((after, index) => after - (before[index] ?? 0)))).toBe(1);
  });

  test('prints its plan with --yes, in a pipe too, and goes on', async () => {
    const words = ['restart', '--role', 'broker', '--yes', '--from-start'] as const;
    const plain = await asProgram(...words);
    expect([plain.code, plain.stdout]).toEqual([0, expect.not.stringContaining('disrupts')]);
    expect(plain.stderr).toMatch(/^restart broker demo disrupts these members, in this order: 1\. rabbit1: /);
    expect(plain.stderr).toMatch(/1\. rabbit1: broker restarts \w[^:]*: 3 members, 3 running.* time: about/);
    expect(plain.stderr).not.toContain('Continue?');
    const json = await asProgram(...words, '--output', 'json');
    const kinds = json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect([json.code, kinds.at(-1)]).toEqual([0, 'run.finished']);
    expect(json.stderr).toContain('3. rabbit3: broker restarts');
  });

  test('leaves a refusal with --yes to the run, which records it', async () => {
    const before = runs();
    const { code, stderr } = await asProgram('remove-broker', 'rabbit3', '--yes');
    expect([code, runs()]).toEqual([7, before + 1]);
    expect(stderr).not.toContain('disrupts these members');
  });

  test('asks nothing if it finds everything done', async () => {
    const { code, stderr } = await ada.quorate('switchover', ['--to', 'db1'], { keys: [] });
    expect(code).toBe(0);
    expect(stderr).not.toContain('[y/N]');
  });
});

test('add-database, which restarts managers, asks too, and removes the host from the inventory if it cannot', async () => {
  const before = state();
  const { code, stderr } = await asProgram('add-database', 'db4', '--address', '198.51.100.14');
  expect([code, stderr]).toEqual([2, expect.stringContaining('--yes')]);
  expect(state()).toEqual(before);
  const declined = await ada.quorate('add-database', ['db4', '--address', '198.51.100.14'], { keys: ['n'] });
  expect([declined.code, declined.stderr]).toEqual([10, expect.stringMatching(/manager1: manager restarts/)]);
  expect(state()).toEqual(before);
});

test('deploy, which disrupts no member, and --confirm, which asks before each phase, ask no such question', async () => {
  expect((await asProgram('deploy')).code).toBe(0);
  const { code, stderr } = await ada.quorate('deploy', ['--confirm'], { keys: [] });
  expect([code, stderr.includes('[y/N]')]).toEqual([0, false]);
});

test('deploy asks if its playbook disrupts a running member', async () => {
  const restart = ['--playbook', 'restart'];
  expect(await asProgram('deploy', ...restart)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  });
  const { code, stderr } = await ada.quorate('deploy', restart, { keys: ['n'] });
  expect([code, stderr]).toEqual([10, expect.stringContaining('rabbit1: broker restarts')]);
});

describe('--dry-run', () => {
  test.each([
    ...DISRUPTING.filter(
      ([name]) =>
        name !== 'remove-broker' &&
        name !== 'remove-database' &&
        name !== 'replace-host' &&
        name !== 'remove-manager',
    ),
    ['add-database', 'db4', '--address', '198.51.100.14'],
    ['deploy', '--playbook', 'restart'],
  ])('of %s shows the plan without --yes, and changes nothing', async (...words) => {
    const before = state();
    const { code, stdout } = await asProgram(...words, '--dry-run');
    expect([code, stdout]).toEqual([
      10,
      expect.stringContaining(`${words[0]} would change the steps marked +.`),
    ]);
    expect(stdout).toContain('disrupted members, in this order\n  1. ');
    const json = await asProgram(...words, '--dry-run', '--output', 'json');
    const { disruptions } = JSON.parse(json.stdout) as { disruptions: readonly object[] };
    expect([json.code, disruptions[0]]).toEqual([
      10,
      expect.objectContaining({ effects: expect.any(Array) }),
    ]);
    expect(state()).toEqual(before);
  });

  test('exits with 7 if the command would be refused, and with 0 if there is nothing to do', async () => {
    const refused = await asProgram('replace-host', 'db2', '--address', '198.51.100.112', '--dry-run');
    expect([refused.code, refused.stdout]).toEqual([7, expect.stringContaining('replace-host would refuse')]);
    expect(await asProgram('deploy', '--dry-run')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to do.'),
    });
    const json = await asProgram(
      'restart',
      '--role',
      'broker',
      '--down',
      'db9',
      '--dry-run',
      '--output',
      'json',
    );
    expect([json.code, Object.keys(JSON.parse(json.stdout) as object)]).toEqual([2, ['v', 'problems']]);
  });
});

test('a rehearsal of a command that disrupts members asks nothing', async () => {
  const { code } = await asProgram('rehearse', '--command', 'restart --role broker');
  expect([code, existsSync(join(ada.folder, '.quorate/demo/rehearsals'))]).toEqual([0, true]);
});

test('replace-host does not take Enter for an agreement, and restores the inventory that it has edited', async () => {
  const { cluster } = await loadInventory(ada.inventory, {});
  const words = ['db2', '--address', '198.51.100.112'];
  ada.hosts.world.powerOff('db2');
  await ada.clock.sleep(120_000);
  const [host] = cluster.hosts.filter(({ name }) => name === 'db2');
  const replacement = { address: '198.51.100.112', privateIp: '198.51.100.112', publicIp: '198.51.100.112' };
  if (host) replaceMachine(ada.hosts.world, { ...host, ...replacement });
  const before = state();
  const { code, stderr } = await ada.quorate('replace-host', words, { keys: ['\r'] });
  expect([code, stderr]).toEqual([10, expect.stringContaining('Continue? [y/N] no')]);
  expect(stderr).toContain('db2 at 198.51.100.12: database is removed from the cluster');
  expect(state()).toEqual(before);
  const agreed = await ada.quorate('replace-host', words, { keys: ['y'] });
  expect([agreed.code, inventory()]).toEqual([0, before[0]?.toString().replace('100.12 ', '100.112 ')]);
});
