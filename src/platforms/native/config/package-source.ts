// Words of the package manager: cspell:ignore URIs
import type { Cluster } from '../../../model/cluster.ts';
import type { PackageRepository } from '../../../model/host/package-source.ts';
import { fileName, type Material } from '../../../model/material.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import type { Upload } from '../../../model/plan/step.ts';
import { packagesFromRepository } from '../packages.ts';
import { packageSourcePaths as at } from '../paths.ts';

const HEADER = '# Written by quorate: a deploy replaces this file.';

interface TextFile {
  readonly path: AbsolutePath;
  readonly text: string;
}

/** The files with which apt installs from the source in the inventory; none for the hosts' own repositories. */
export function packageSourceFiles(cluster: Cluster, material: Material): readonly TextFile[] {
  const source = cluster.native?.packages;
  if (!source) return [];
  return source.kind === 'repository'
    ? repositoryFiles(source, { cluster, key: material.repositoryKey ?? '' })
    : directoryFiles(packageUploads(material));
}

/** The key signs only this repository, and apt installs only named packages from it. */
function repositoryFiles(
  source: PackageRepository,
  { cluster, key }: { readonly cluster: Cluster; readonly key: string },
): readonly TextFile[] {
  const { url, suite, components, origin } = source;
  const repository = [
    HEADER,
    'Types: deb',
    `URIs: ${url}`,
    `Suites: ${suite}`,
    `Components: ${components.join(' ')}`,
    `Signed-By: ${at.key}`,
  ];
  const pin = origin === undefined ? `origin "${new URL(url).hostname}"` : `release o=${origin}`;
  const record = (packages: string, priority: number) => [
    '',
    `Package: ${packages}`,
    `Pin: ${pin}`,
    `Pin-Priority: ${priority}`,
  ];
  const named = packagesFromRepository(cluster, source).join(' ');
  return [
    { path: at.key, text: key },
    { path: at.repository, text: linesOf(repository) },
    { path: at.pins, text: linesOf([HEADER, ...record(named, 990), ...record('*', -1)]) },
  ];
}

/** The list of digests decides which of the uploaded files apt may install. */
function directoryFiles(uploads: readonly Upload[]): readonly TextFile[] {
  const source = [HEADER, 'Types: deb', `URIs: file:${at.directory}`, 'Suites: ./', 'Trusted: yes'];
  const digests = uploads.map(({ source: { sha256 }, path }) => `${sha256}  ${path.split('/').at(-1)}`);
  return [
    { path: at.directorySource, text: linesOf(source) },
    { path: at.digests, text: linesOf(digests) },
  ];
}

/** The package files and their paths on a host, with only those characters that apt does not encode in a URI. */
export function packageUploads({ packageFiles = [] }: Pick<Material, 'packageFiles'>): readonly Upload[] {
  return packageFiles.map((source) => {
    const name = fileName(source).replace(/[^A-Za-z0-9.+~_-]/g, '_');
    return { source, path: `${at.directory}/${name}` };
  });
}

function linesOf(lines: readonly string[]): string {
  return [...lines, ''].join('\n');
}
