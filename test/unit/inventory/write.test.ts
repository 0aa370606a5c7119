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

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-write-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('replaces the whole file, keeps its mode and leaves no temporary file', async () => {
  const path = join(directory, 'inventory.yaml');
  writeFileSync(path, 'old: 1\n');
  chmodSync(path, 0o640);
  const { ino } = statSync(path);
  await writeInventory(path, 'new: "ü"\r\n');
  expect(readFileSync(path, 'utf8')).toBe('new: "ü"\r\n');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  // The file is a new one under the same name, so that a process reading the old file reads it to its end.
  expect(statSync(path).ino).not.toBe(ino);
  expect(readdirSync(directory)).toEqual(['inventory.yaml']);
});

test('removes temporary files of killed processes, but no recent ones and no other files', async () => {
  const path = join(directory, 'inventory.yaml');
  const [stale, recent] = ['.inventory.yaml.0a1b2c3d', '.inventory.yaml.99999999'];
  const others = ['.inventory.yaml.swp', '.other.yaml.0a1b2c3d'];
  for (const name of ['inventory.yaml', stale, recent, ...others])
    writeFileSync(join(directory, name), 'old');
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (const name of [stale, ...others]) utimesSync(join(directory, name), hourAgo, hourAgo);
  await writeInventory(path, 'new');
  expect(readdirSync(directory).sort()).toEqual([recent, ...others, 'inventory.yaml'].sort());
});

test('keeps a symbolic link and replaces the file that it points to', async () => {
  mkdirSync(join(directory, 'real'));
  const real = join(directory, 'real', 'production.yaml');
  writeFileSync(real, 'old');
  symlinkSync('real/production.yaml', join(directory, 'inventory.yaml'));
  await writeInventory(join(directory, 'inventory.yaml'), 'new');
  expect(lstatSync(join(directory, 'inventory.yaml')).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, 'utf8')).toBe('new');
  expect(readdirSync(directory).sort()).toEqual(['inventory.yaml', 'real']);
});

test('keeps the owner of the file if this account may change owners', async () => {
  const path = join(directory, 'inventory.yaml');
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

test('refuses a missing file and a directory, and leaves no temporary file', async () => {
  const missing = join(directory, 'missing.yaml');
  await expect(writeInventory(missing, 'new')).rejects.toMatchObject({
    exitCode: 2,
    problems: [{ where: missing, what: 'file not found', next: 'check the path' }],
  });
  const place = join(directory, 'place');
  mkdirSync(join(place, 'in'), { recursive: true });
  await expect(writeInventory(place, 'new')).rejects.toMatchObject({
    problems: [
      { where: place, what: 'cannot be written (EISDIR)', next: expect.stringContaining('directory') },
    ],
  });
  expect(readdirSync(directory)).toEqual(['place']);
});
