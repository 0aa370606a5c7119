import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { COMMANDS, commandsIn } from './commands.ts';
import { fakeEdges } from './edges.ts';

const INVENTORY = 'inventories/three-each.yaml';
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-completion-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The candidates for the last word, without their descriptions. */
async function candidates(...words: readonly string[]): Promise<readonly string[]> {
  const fake = fakeEdges();
  expect(await main(['completion', 'bash', '--', ...words], fake.edges)).toBe(0);
  expect(fake.stderr()).toBe('');
  const lines = fake.stdout().split('\n').slice(0, -1);
  return lines.map((line) => line.replace(/\t.*/, ''));
}

const written = (text: string) => {
  const path = join(directory, 'inventory.yaml');
  writeFileSync(path, text);
  return path;
};

describe('completion offers', () => {
  test('all commands, and below a group its commands', async () => {
    expect(await candidates('')).toEqual(COMMANDS.map(({ name }) => name));
    expect(await candidates('secrets', '')).toEqual(['generate', 'edit', 'list', 'check']);
    expect(await candidates('certificates', 'i')).toEqual(['issue', 'import']);
  });

  test.each(commandsIn(COMMANDS))('every flag of $path', async ({ path, command }) => {
    const flags = Object.keys(command.flags).map((name) => `--${name}`);
    expect(await candidates(...path, '--')).toEqual([...flags, '--help']);
  });

  test('what explain explains', async () => {
    expect(await candidates('explain', '')).toEqual(expect.arrayContaining(['etcd-quorum', 'stage', '7']));
    expect(await candidates('explain', 'broker-c')).toContain('broker-cluster');
  });

  test('flags that were not given yet', async () => {
    expect(await candidates('restart', '--verbose', '--output', 'json', '--')).toEqual(
      expect.not.arrayContaining(['--verbose', '--output']),
    );
  });

  test.each([
    [
      ['remove-database', INVENTORY, ''],
      ['db1', 'db2', 'db3'],
    ],
    [
      ['add-broker', INVENTORY, 'rabbit'],
      ['rabbit1', 'rabbit2', 'rabbit3'],
    ],
    [
      ['remove-manager', '--down', 'db1', INVENTORY, ''],
      ['manager1', 'manager2', 'manager3'],
    ],
    [['remove-load-balancer', INVENTORY, ''], ['lb1']],
    [
      ['switchover', INVENTORY, '--to', ''],
      ['db1', 'db2', 'db3'],
    ],
    [
      ['replace-host', INVENTORY, 'db'],
      ['db1', 'db2', 'db3'],
    ],
    [
      ['restart', INVENTORY, '--down', 'db1,db'],
      ['db1,db2', 'db1,db3'],
    ],
    [
      ['restart', INVENTORY, '--down=db1,db'],
      ['--down=db1,db2', '--down=db1,db3'],
    ],
  ])('the hosts of the inventory with the right role: %j', async (words, hosts) => {
    expect(await candidates(...words)).toEqual(hosts);
  });

  test.each([
    [
      ['deploy', '--output', ''],
      ['auto', 'plain', 'json'],
    ],
    [['deploy', '--output=p'], ['--output=plain']],
    [['restart', '--role', '=', 'd'], ['database']],
    [
      ['deploy', '--until', 'first'],
      ['first-broker', 'first-manager'],
    ],
    [
      ['plan', INVENTORY, '--playbook', 'remove-b'],
      ['remove-broker', ':files'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
  ])('the values of an argument: %j', async (words, values) => {
    expect(await candidates(...words)).toEqual(values);
  });

  test.each([
    [['validate', ''], ':inventories'],
    [['init', ''], ':directories'],
    [['certificates', 'import', INVENTORY, 'a.crt', ''], ':files'],
    [['deploy', '--plan', ''], ':files'],
  ])('files, which the shell lists: %j', async (words, what) => {
    expect(await candidates(...words)).toEqual([what]);
  });
});

describe('completion offers nothing', () => {
  test.each([
    [['no-such-command', '']],
    [['validate', INVENTORY, '']],
    [['secrets', 'nothing', '']],
    [['remove-broker', 'no-such-file.yaml', '']],
    [['remove-broker', 'src', '']],
  ])('%j', async (words) => {
    expect(await candidates(...words)).toEqual([]);
  });

  test.each([
    'databases: [',
    'databases: text',
    'databases: { hosts: { name: db1 } }',
    'databases: { hosts: [db1, null, { name: [x] }] }',
    '[]',
    '',
  ])('for an inventory with %j', async (text) => {
    expect(await candidates('remove-database', written(text), '')).toEqual([]);
  });

  test('that a shell could evaluate', async () => {
    const hosts = ['$(id)', '`id`', 'db 1', ':files', 'db1'].map((name) => `  - name: '${name}'`);
    const path = written(['databases:', '  hosts:', ...hosts.map((line) => `  ${line}`)].join('\n'));
    expect(await candidates('remove-database', path, '')).toEqual(['db1']);
  });
});
