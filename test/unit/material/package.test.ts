import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, loadPackage } from '../../../src/material/files.ts';

const directory = mkdtempSync(join(tmpdir(), 'quorate-package-'));
afterAll(() => rmSync(directory, { recursive: true }));

test.each([
  ['installer.deb', '', 'the package is empty'],
  ['installer.deb', '!<ar', 'the package does not start like a .deb file'],
  ['installer.rpm', '<!DOCTYPE html>', 'the package does not start like a .rpm file'],
])('%s that starts with "%s" is refused before a deploy', async (name, contents, what) => {
  const path = join(directory, name);
  writeFileSync(path, contents);
  expect(await checkPackage(path)).toMatchObject([{ where: path, what }]);
  expect((await loadPackage(path)).problems).toMatchObject([{ where: path, what }]);
});

test('a package of either kind is accepted', async () => {
  writeFileSync(join(directory, 'a.deb'), '!<arch>\ndebian-binary');
  writeFileSync(join(directory, 'a.rpm'), Buffer.from('edabeedb0300', 'hex'));
  expect(await checkPackage(join(directory, 'a.deb'))).toEqual([]);
  expect(await checkPackage(join(directory, 'a.rpm'))).toEqual([]);
});
