import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundle } from '../../../build/package/bundle.ts';
import { bundledPackages, licenseProblems, thirdPartyLicenses } from '../../../build/package/licenses.ts';
import type { BundledPackage } from '../../../build/package/licenses.ts';
import { bundleSbom, npmSbom } from '../../../build/package/sbom.ts';

const root = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'quorate-bundle-'));
const node = { name: 'node', version: '24.1.0', license: 'MIT', licenseText: 'text of Node' };
const some: BundledPackage = { name: 'some', version: '1.0.0', license: 'MIT', licenseText: 'text' };

describe('the packages in the bundle of the single executable', () => {
  let packages: readonly BundledPackage[];
  beforeAll(async () => {
    packages = bundledPackages(root, await bundle(root, join(directory, 'quorate.cjs')));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('include those that the program loads, each once, and none of the development', () => {
    const names = packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['ssh2', 'yargs', 'yaml', '@peculiar/x509']));
    expect(names).not.toContain('esbuild');
    expect(new Set(packages.map(({ name, version }) => `${name}@${version}`)).size).toBe(packages.length);
  });

  test('all have a license that allows distribution, and its text', () => {
    expect(licenseProblems(packages)).toEqual([]);
  });

  test('are the components of the software bill of materials, with version and license, besides Node', () => {
    const { components } = bundleSbom(npmSbom(root), packages, { node, date: new Date(0) });
    const listed = components.map((one) => [one['bom-ref'], one.licenses?.[0]?.license.id]);
    const expected = [...packages, node].map(({ name, version, license }) => [`${name}@${version}`, license]);
    expect(listed).toEqual(expected);
  });
});

test.each([
  [{ ...some, license: undefined }, ['some@1.0.0: names no license']],
  [{ ...some, license: 'GPL-3.0-only' }, ['some@1.0.0: license GPL-3.0-only is not allowed']],
  [{ ...some, licenseText: undefined }, ['some@1.0.0: contains no license text']],
  [some, []],
])('reports what forbids the distribution of %p', (one, problems) => {
  expect(licenseProblems([one])).toEqual(problems);
});

test('the license texts of all packages accompany the bundle', () => {
  const text = thirdPartyLicenses([some, node]);
  expect(text).toMatch(/some 1[.]0[.]0 \(MIT\)\n\ntext\n[^]*node 24[.]1[.]0 \(MIT\)\n\ntext of Node\n/);
});

test('a package that the lock file does not list is an error, and the bill has neither the time nor a random number', () => {
  const bom = {
    serialNumber: 'urn:uuid:random',
    metadata: { timestamp: 'now' },
    components: [{ 'bom-ref': 'some@1.0.0' }, { 'bom-ref': 'other@1.0.0' }],
    dependencies: [
      { ref: 'quorate@0.1.0', dependsOn: ['some@1.0.0', 'other@1.0.0'] },
      { ref: 'other@1.0.0' },
    ],
  };
  const extra = { node, date: new Date(0) };
  const unlisted = { ...some, version: '2.0.0' };
  expect(() => bundleSbom(bom, [unlisted], extra)).toThrow('some@2.0.0 is bundled');
  const { components, ...rest } = bundleSbom(bom, [some], extra);
  expect(components.map((one) => one['bom-ref'])).toEqual(['some@1.0.0', 'node@24.1.0']);
  expect(rest).toEqual({
    metadata: { timestamp: '1970-01-01T00:00:00.000Z' },
    dependencies: [{ ref: 'quorate@0.1.0', dependsOn: ['some@1.0.0'] }],
  });
});
