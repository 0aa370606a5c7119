import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** Licenses that allow distribution with this program. Each requires at most that its text is distributed too. */
const ALLOWED = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Unlicense'];

/** A package whose code is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; undefined if its package.json names no license. */
  readonly license: string | undefined;
  readonly licenseText: string | undefined;
}

/** The packages of a bundle, sorted by name and version, each once. */
export function bundledPackages(
  root: string,
  { inputs }: Pick<Metafile, 'inputs'>,
): readonly BundledPackage[] {
  const directories = Object.keys(inputs).flatMap(
    (file) => /^.*node_modules[/](?:@[^/]+[/])?[^/]+/.exec(file)?.[0] ?? [],
  );
  const packages = [...new Set(directories)].map((directory) => readPackage(resolve(root, directory)));
  const byKey = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Everything that forbids distribution of these packages, one problem a line. */
export function licenseProblems(packages: readonly BundledPackage[]): readonly string[] {
  return packages.flatMap(({ name, version, license, licenseText }) => {
    const problems = [
      ...(license === undefined ? ['names no license'] : []),
      ...(license !== undefined && !ALLOWED.includes(license) ? [`license ${license} is not allowed`] : []),
      ...(licenseText === undefined ? ['contains no license text'] : []),
    ];
    return problems.map((problem) => `${name}@${version}: ${problem}`);
  });
}

/** The license texts that must accompany the bundle. */
export function thirdPartyLicenses(packages: readonly BundledPackage[]): string {
  const sections = packages.map(({ name, version, license, licenseText = '' }) =>
    [`${name} ${version} (${license})`, '', licenseText.trim()].join('\n'),
  );
  return `${['Quorate contains code of these packages:', ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** Reads the package in a directory. */
export function readPackage(directory: string): BundledPackage {
  const text = readFileSync(join(directory, 'package.json'), 'utf8');
  const { name, version, license, licenses } = JSON.parse(text) as PackageJson;
  return {
    name,
    version,
    license: license ?? licenses?.map(({ type }) => type).join(' OR '),
    licenseText: licenseText(directory),
  };
}

/** The license file of a package, or the section of its README that takes its place. */
function licenseText(directory: string): string | undefined {
  const text = (name: RegExp): string | undefined => {
    const file = readdirSync(directory).find((entry) => name.test(entry));
    return file === undefined ? undefined : readFileSync(join(directory, file), 'utf8');
  };
  const section = /^## license\n([^]*?)(?=^## |(?![^]))/im.exec(text(/^readme/i) ?? '')?.[1];
  return text(/^(licen[cs]e|copying)/i) ?? section;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  /** The form of older packages. */
  readonly licenses?: readonly { readonly type: string }[];
}
