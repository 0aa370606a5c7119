import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { command } from '../../../src/cli/arguments/command.ts';
import { INVENTORY_AND_HOST } from '../../../src/cli/arguments/positionals.ts';
import { main } from '../../../src/cli/main.ts';
import { sectionWith, TEXTS } from './commands.ts';
import { fakeEdges } from './edges.ts';

const start = process.cwd();
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-inventory-'));
  copyFileSync('inventories/three-each.yaml', join(directory, 'inventory.yaml'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs two commands of a test. @returns the arguments that the command received, or what was printed */
async function run(argv: readonly string[], cwd = start) {
  const seen: unknown[] = [];
  const work = async () => async (args: object) => (seen.push(args), 0);
  const look = command({ ...TEXTS, name: 'look', flags: {}, load: work });
  const add = command({ ...TEXTS, name: 'add', flags: {}, positionals: INVENTORY_AND_HOST, load: work });
  const fake = fakeEdges();
  process.chdir(cwd);
  try {
    await main(argv, fake.edges, sectionWith(look, add));
  } finally {
    process.chdir(start);
  }
  return seen[0] ?? fake.stderr();
}

test('an inventory may be its directory', async () => {
  expect(await run(['look', directory])).toEqual({ inventory: join(directory, 'inventory.yaml') });
  expect(await run(['look', '.'], directory)).toEqual({ inventory: 'inventory.yaml' });
});

test('an inventory may be omitted in its directory', async () => {
  expect(await run(['look'], directory)).toEqual({ inventory: 'inventory.yaml' });
  expect(await run(['add', 'db4'], directory)).toEqual({ inventory: 'inventory.yaml', name: 'db4' });
  expect(await run(['add', 'other.yaml', 'db4'], directory)).toEqual({
    inventory: 'other.yaml',
    name: 'db4',
  });
});

test('an omitted inventory is missing in another directory', async () => {
  expect(await run(['look'])).toContain('missing argument: INVENTORY');
  const withHost = await run(['add', 'db4']);
  expect(withHost).toContain('missing argument: INVENTORY');
  expect(withHost).toContain('add it: quorate add INVENTORY db4');
  expect(await run(['add', 'other.yaml'])).toContain('missing argument: NAME');
  expect(await run(['add', directory])).toContain('missing argument: NAME');
});

test('other missing arguments are reported', async () => {
  expect(await run(['add'], directory)).toContain('missing argument: INVENTORY');
});

test('a path that does not exist stays as it is, so that the command reports it', async () => {
  expect(await run(['look', 'none.yaml'])).toEqual({ inventory: 'none.yaml' });
});
