import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EXIT, UsageError } from '../../../src/errors/errors.ts';
import { loadInventory } from '../../../src/inventory/load.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-inventory-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('an inventory is loaded with its folder, whatever the working directory', async () => {
  const inventory = await loadInventory('inventories/lab.yaml', { HOME: '/home/operator' });
  expect(inventory.path).toBe('inventories/lab.yaml');
  expect(inventory.tlsDirectory).toBe(join(process.cwd(), '.lab/cluster/certificates'));
});

test('a file that is not there is told with its path', async () => {
  const loading = loadInventory(join(folder, 'none.yaml'), {});
  await expect(loading).rejects.toMatchObject({
    exitCode: EXIT.usage,
    problems: [{ where: join(folder, 'none.yaml'), what: 'there is no such file' }],
  });
});

test.each([
  ['of another code page', Buffer.from('name: caf\xe9\n', 'latin1')],
  ['of two bytes a character', Buffer.from('\ufeffname: a\n', 'utf16le')],
])('a text %s is refused: its letters would become others', async (_, bytes) => {
  const path = join(folder, 'bytes.yaml');
  await writeFile(path, bytes);
  await expect(loadInventory(path, {})).rejects.toThrow('this is not a UTF-8 text');
});

test('a folder is not an inventory', async () => {
  await mkdir(join(folder, 'cluster'));
  await expect(loadInventory(join(folder, 'cluster'), {})).rejects.toThrow('this is a folder');
});

test('all problems of a file are thrown together', async () => {
  const path = join(folder, 'broken.yaml');
  await writeFile(path, 'name: a b\nbrokrs: {}\n');
  await chmod(path, 0o644);
  const error = await loadInventory(path, {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).problems.map(({ where }) => where)).toContain(`${path}:2:1`);
  expect((error as UsageError).problems.length).toBeGreaterThan(4);
});
