import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EXIT, UsageError } from '../../../src/errors/errors.ts';
import { loadInventory } from '../../../src/inventory/load.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quorate-inventory-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('resolves paths against the directory of the inventory, not the working directory', async () => {
  const inventory = await loadInventory('inventories/lab.yaml', { HOME: '/home/operator' });
  expect(inventory.path).toBe('inventories/lab.yaml');
  expect(inventory.tlsDirectory).toBe(join(process.cwd(), '.lab/cluster/certificates'));
});

test('reports a missing file with its path', async () => {
  const loading = loadInventory(join(directory, 'none.yaml'), {});
  await expect(loading).rejects.toMatchObject({
    exitCode: EXIT.usage,
    problems: [{ where: join(directory, 'none.yaml'), what: 'file not found' }],
  });
});

test.each([
  ['in Latin-1', Buffer.from('name: caf\xe9\n', 'latin1')],
  ['in UTF-16', Buffer.from('\ufeffname: a\n', 'utf16le')],
  ['in UTF-16 without a byte order mark', Buffer.from('name: a\n', 'utf16le')],
])('refuses a text %s, because its characters would be misread', async (_, bytes) => {
  const path = join(directory, 'bytes.yaml');
  await writeFile(path, bytes);
  await expect(loadInventory(path, {})).rejects.toThrow('the file is not UTF-8 text');
});

test('refuses a directory', async () => {
  await mkdir(join(directory, 'cluster'));
  await expect(loadInventory(join(directory, 'cluster'), {})).rejects.toThrow('this is a directory');
});

test('throws all problems of a file together', async () => {
  const path = join(directory, 'broken.yaml');
  await writeFile(path, 'name: a b\nbrokrs: {}\n');
  await chmod(path, 0o644);
  const error = await loadInventory(path, {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).problems.map(({ where }) => where)).toContain(`${path}:2:1`);
  expect((error as UsageError).problems.length).toBeGreaterThan(4);
});
