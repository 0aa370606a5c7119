/**
 * Builds the packages: `tsx build/package/package.ts [--to DIRECTORY] [executable|tarball|deb|rpm|image …]`; all of them by
 * default, in the directory `packages`. Each contains the single executable for Linux x64.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeManual } from '../man.ts';
import { bundle } from './bundle.ts';
import { makeDeb } from './deb.ts';
import { makeExecutable } from './executable.ts';
import { bundledPackages, licenseProblems, readPackage, thirdPartyLicenses } from './licenses.ts';
import type { BundledPackage } from './licenses.ts';
import { makeRpm } from './rpm.ts';
import { installRuntimes } from './runtimes.ts';
import type { Runtimes } from './runtimes.ts';
import { bundleSbom, npmSbom } from './sbom.ts';
import { makeTarball } from './tarball.ts';
import type { PackageInputs } from './tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
/** Fixed for one version, so that packing twice gives the same bytes. */
const date = new Date(`2026-11-29T00:00:00Z`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string', default: 'packages' } },
});
const out = resolve(root, values.to);
const work = join(out, 'work');

/** Each kind of package besides the executable, with its file and its builder. */
const KINDS = {
  tarball: { file: `quorate-${version}-linux-x64.tar.gz`, make: makeTarball },
  deb: { file: `quorate_${version}_amd64.deb`, make: makeDeb },
  rpm: { file: `quorate-${version}-1.x86_64.rpm`, make: makeRpm },
} as const;

await main(positionals.length > 0 ? positionals : ['executable', ...Object.keys(KINDS), 'image']);

async function main(kinds: readonly string[]): Promise<void> {
  const unknown = kinds.find((kind) => !(kind in KINDS) && kind !== 'executable' && kind !== 'image');
  if (unknown !== undefined) throw new Error(`unknown kind of package "${unknown}"`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const inputs = await prepareInputs();
  made('quorate');
  for (const [kind, { file, make }] of Object.entries(KINDS)) {
    if (!kinds.includes(kind)) continue;
    make(inputs, { work, path: join(out, file) });
    made(file);
  }
  if (kinds.includes('image')) makeImage();
  rmSync(work, { recursive: true });
}

/** Makes the executable and everything that accompanies it. @throws Error if a bundled package may not be distributed */
async function prepareInputs(): Promise<PackageInputs> {
  const file = 'quorate.cjs';
  const packages = bundledPackages(root, await bundle(root, join(work, file)));
  const runtimes = installRuntimes(root);
  const node = nodePackage(runtimes);
  const problems = licenseProblems([...packages, node]);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const sbom = `${JSON.stringify(bundleSbom(npmSbom(root), packages, { node, date }), null, 2)}\n`;
  writeFileSync(join(out, 'quorate.cdx.json'), sbom);
  const executable = join(out, 'quorate');
  makeExecutable({ root, bundle: file, runtimes, work, path: executable });
  const manual = join(work, 'manual');
  writeManual(manual);
  return { root, version, date, executable, licenses: thirdPartyLicenses([...packages, node]), sbom, manual };
}

function nodePackage({ node }: Runtimes): BundledPackage {
  return { ...readPackage(resolve(node, '../..')), name: 'node' };
}

/** Builds the container image from a directory that holds nothing but the executable. */
function makeImage(): void {
  const context = join(work, 'image');
  mkdirSync(context);
  copyFileSync(join(out, 'quorate'), join(context, 'quorate'));
  const tags = [`quorate:${version}`, 'quorate:latest'].flatMap((tag) => ['--tag', tag]);
  const dockerfile = ['--file', join(root, 'build/package/Dockerfile')];
  execFileSync('docker', ['build', ...tags, ...dockerfile, context], { stdio: 'pipe' });
  console.log(`image quorate:${version}`);
}

function made(file: string): void {
  console.log(join(values.to, file));
}
