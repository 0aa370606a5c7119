import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { convertAll, downgradeToFormat1, format1File, putFormat1, stateOf } from '../../support/format-1.ts';
import { deployed, operator } from './operator.ts';
import type { Operator } from './operator.ts';

jest.setTimeout(120_000);

const RABBIT4 = { rabbit4: { like: 'rabbit3', at: [24] } } as const;
const COMMANDS: readonly (readonly [string, ...string[]])[] = [
  ['deploy'],
  ['plan'],
  ['add-broker', 'rabbit4', '--address', '198.51.100.24'],
  ['unlock', '--yes'],
];
const OTHERS: readonly (readonly [string, ...string[]])[] = [
  ['drift'],
  ['verify'],
  ['status'],
  ['recover'],
  ['restart'],
  ['switchover'],
  ['reinit-database', 'db3'],
  ['remove-broker', 'rabbit3'],
];

let me: Operator;
afterEach(() => me.leave());

/** Every file and lock of the hosts, and the inventory. */
function everything(): unknown {
  const hosts = [...me.hosts.world.hosts.values()].map(({ name, files, locks }) => [
    name,
    [...files].map(([path, { content, mtime }]) => [path, content, mtime]),
    [...locks.values()],
  ]);
  return structuredClone([hosts, readFileSync(me.inventory, 'utf8')]);
}

/** Runs a command that must be refused. @returns its output on one line */
async function refused([command, ...flags]: readonly [string, ...string[]]): Promise<string> {
  const before = everything();
  const { code, stdout, stderr } = await me.quorate(command, flags);
  expect([command, code]).toEqual([command, 7]);
  expect(everything()).toEqual(before);
  return `${stdout}${stderr}`.replace(/\n */g, ' ');
}

describe('a cluster that was deployed with format 1', () => {
  test('is refused by every command, with what to do, and nothing changes', async () => {
    me = await deployed(RABBIT4);
    downgradeToFormat1(me.hosts);
    putFormat1(me.hosts, 'deployed');
    for (const command of [...COMMANDS, ...OTHERS]) {
      const text = await refused(command);
      expect(text).toMatch(/db1, .*lb1.*: deployed by a Quorate of format 1/);
      expect(text).toContain('find receipts -type f -exec sed');
      expect(text).toContain('keep using that Quorate for this cluster, or while no run is active, convert');
    }
  });

  test('is up to date once its hosts are converted', async () => {
    me = await deployed(RABBIT4);
    const before = [...me.hosts.world.hosts.values()].map(({ files }) => stateOf(files));
    downgradeToFormat1(me.hosts);
    expect((await me.quorate('plan')).code).toBe(7);
    convertAll(me.hosts);
    expect([...me.hosts.world.hosts.values()].map(({ files }) => stateOf(files))).toEqual(before);
    expect((await me.quorate('plan')).code).toBe(0);
    expect((await me.quorate('add-broker', COMMANDS[2]?.slice(1))).code).toBe(0);
  });

  test('is refused if only one of its hosts is not converted', async () => {
    me = await deployed(RABBIT4);
    const { files } = me.hosts.world.host('rabbit2');
    for (const path of ['/var/lib/quorate/receipts/bootstrapped/broker'] as const) {
      const file = files.get(path);
      if (file) files.set(path, { ...file, content: file.content.replace('"v":2', '"v":1') });
    }
    for (const command of COMMANDS) expect(await refused(command)).toContain('rabbit2: deployed by');
  });
});

describe('a deploy of format 1 that was killed', () => {
  test('is refused by every command, with its lock', async () => {
    me = await operator(RABBIT4);
    putFormat1(me.hosts, 'killed');
    for (const command of [...COMMANDS, ['drift'] as const]) {
      const text = await refused(command);
      expect(text).toContain('db1, db2, rabbit1: locked by a run of format 1');
      expect(text).toContain('root on vm: deploy');
      expect(text).toContain('rm /run/quorate/demo/lock');
      expect(text).toContain('db1, db2, rabbit1: deployed by a Quorate of format 1');
    }
  });

  test('is refused with its lock alone', async () => {
    me = await deployed(RABBIT4);
    const holder = { cluster: 'demo', token: 't', who: 'ann', from: 'ci', command: 'deploy', run: 'r' };
    me.hosts.world.host('db1').locks.set('demo', {
      holder: { ...holder, machineId: 'm', bootId: 'b', pid: 1, started: '1' },
      ...{ acquiredAt: 0, renewedAt: me.hosts.world.now(), format: 1 },
    });
    for (const command of COMMANDS)
      expect(await refused(command)).toContain(
        'db1: locked by a run of format 1, which this Quorate cannot read: ann on ci: deploy',
      );
  });
});

describe('files of format 1 in the inventory directory', () => {
  const store = (name: string, to = name) => {
    mkdirSync(join(me.folder, '.quorate', 'demo'), { recursive: true });
    writeFileSync(join(me.folder, '.quorate', 'demo', to), format1File(`inventory-directory/${name}`));
  };

  test.each<[string, ...string[]]>([
    ['restart-all', 'restart'],
    ['switchover', 'switchover'],
    ['replaced-rabbit2', 'replace-host', 'rabbit2'],
  ])('the note %s is refused by the command that would resume', async (name, ...command) => {
    me = await deployed(RABBIT4);
    store(`${name}.json`);
    const text = await refused(command as [string, ...string[]]);
    expect(text).toContain(`${name}.json: note of an unfinished command in format 1`);
    expect(text).toContain('if the command is finished, delete this file');
  });

  test('a saved plan is a usage error', async () => {
    me = await deployed(RABBIT4);
    const before = everything();
    store('saved-plan.json');
    const path = join(me.folder, '.quorate', 'demo', 'saved-plan.json');
    const { code, stderr } = await me.quorate('deploy', ['--plan', path]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('saved in format 1')]);
    expect(everything()).toEqual(before);
  });

  test('runs lists runs of format 2, and the number of records that it does not show', async () => {
    me = await deployed(RABBIT4);
    downgradeToFormat1(me.hosts);
    mkdirSync(join(me.folder, '.quorate', 'demo', 'runs', '20291231T000000Z-verify'), { recursive: true });
    writeFileSync(
      join(me.folder, '.quorate', 'demo', 'runs', '20291231T000000Z-verify', 'events.ndjson'),
      format1File('inventory-directory/events.ndjson'),
    );
    const { code, stdout } = await me.quorate('runs');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'not shown: 18 history entries on hosts and 1 run directory in another format (this Quorate reads format 2)',
    );
    expect(stdout).toContain('deploy');
  });
});
