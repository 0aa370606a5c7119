import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { writeInventory } from '../../../src/inventory/write.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a text is replaced whole, with the mode it had, and nothing is left beside it', async () => {
  const path = join(folder, 'inventory.yaml');
  writeFileSync(path, 'old: 1\n');
  chmodSync(path, 0o640);
  const { ino } = statSync(path);
  await writeInventory(path, 'new: "ü"\r\n');
  expect(readFileSync(path, 'utf8')).toBe('new: "ü"\r\n');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  // Another file under the same name: whoever reads the old one reads all of it.
  expect(statSync(path).ino).not.toBe(ino);
  expect(readdirSync(folder)).toEqual(['inventory.yaml']);
});

test('what a killed process left beside it is removed; what is new may be in use, other files are not ours', async () => {
  const path = join(folder, 'inventory.yaml');
  const [left, inUse] = ['.inventory.yaml.0a1b2c3d', '.inventory.yaml.99999999'];
  const others = ['.inventory.yaml.swp', '.other.yaml.0a1b2c3d'];
  for (const name of ['inventory.yaml', left, inUse, ...others]) writeFileSync(join(folder, name), 'old');
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (const name of [left, ...others]) utimesSync(join(folder, name), hourAgo, hourAgo);
  await writeInventory(path, 'new');
  expect(readdirSync(folder).sort()).toEqual([inUse, ...others, 'inventory.yaml'].sort());
});

test('a link stays, and the file that it leads to is replaced', async () => {
  mkdirSync(join(folder, 'real'));
  const real = join(folder, 'real', 'production.yaml');
  writeFileSync(real, 'old');
  symlinkSync('real/production.yaml', join(folder, 'inventory.yaml'));
  await writeInventory(join(folder, 'inventory.yaml'), 'new');
  expect(lstatSync(join(folder, 'inventory.yaml')).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, 'utf8')).toBe('new');
  expect(readdirSync(folder).sort()).toEqual(['inventory.yaml', 'real']);
});

test('the owner stays, where this account may give files away', async () => {
  const path = join(folder, 'inventory.yaml');
  writeFileSync(path, 'old');
  const { chown } = await import('node:fs/promises');
  const given = await chown(path, 12_345, 12_345).then(
    () => true,
    () => false,
  );
  const { uid, gid } = statSync(path);
  await writeInventory(path, 'new');
  expect(statSync(path)).toMatchObject({ uid, gid });
  expect(given).toBe(process.getuid?.() === 0);
});

test('a file that is not there, or a folder in its place, is told, and nothing is left', async () => {
  const gone = join(folder, 'gone.yaml');
  await expect(writeInventory(gone, 'new')).rejects.toMatchObject({
    exitCode: 2,
    problems: [{ where: gone, what: 'there is no such file', next: 'check the path' }],
  });
  const place = join(folder, 'place');
  mkdirSync(join(place, 'in'), { recursive: true });
  await expect(writeInventory(place, 'new')).rejects.toMatchObject({
    problems: [
      { where: place, what: 'it cannot be written (EISDIR)', next: expect.stringContaining('folder') },
    ],
  });
  expect(readdirSync(folder)).toEqual(['place']);
});
