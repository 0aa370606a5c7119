import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../errors/errors.ts';
import { readLocalFile, UnusableFile } from '../errors/local-file.ts';
import type { LocalFile } from '../model/material.ts';
import { digestFile } from './digest-file.ts';
import { attempt, readablePackage, type Loaded } from './files.ts';

const KEY = { name: 'the key', key: 'native.packages.repository.key' };
const DIRECTORY = { name: 'the directory', key: 'native.packages.directory' };
const FILE = { name: 'the package', key: DIRECTORY.key };

const ARMOR = /^-----BEGIN PGP PUBLIC KEY BLOCK-----$/m;

/** Returns the public key of the extra repository. Refuses a private key, which would be copied to every host. */
export async function loadRepositoryKey(path: string | undefined): Promise<Loaded<string>> {
  if (path === undefined) return { problems: [] };
  return attempt(path, KEY, async () => {
    const text = (await readLocalFile(path)).bytes.toString('utf8').replaceAll('\r\n', '\n');
    if (/BEGIN PGP PRIVATE KEY/.test(text))
      throw new UnusableFile('is a private key', 'export the public key');
    if (!ARMOR.test(text))
      throw new UnusableFile('is not a public key in ASCII armor', 'export it with gpg --armor --export');
    return text;
  });
}

/**
 * Returns path, digest and size of each package file in a directory. Reads all files, which takes seconds.
 * @param needed names of packages that the directory must contain
 */
export async function loadPackageFiles(
  directory: string | undefined,
  needed: readonly string[],
): Promise<Loaded<readonly LocalFile[]>> {
  const { value: paths = [], problems } = await listPackageFiles(directory, needed);
  if (directory === undefined || problems.length > 0) return { problems };
  const files: LocalFile[] = [];
  for (const path of paths) files.push(await digestFile(path));
  return { value: files, problems: [] };
}

/** Lists the package files in a directory, and checks them without reading them. */
export async function listPackageFiles(
  directory: string | undefined,
  needed: readonly string[],
): Promise<Loaded<readonly string[]>> {
  if (directory === undefined) return { problems: [] };
  const { value: names = [], problems } = await attempt(directory, DIRECTORY, async () => readdir(directory));
  if (problems.length > 0) return { problems };
  const paths = names.filter((name) => name.endsWith('.deb')).sort();
  const checked = await Promise.all(
    paths.map((name) =>
      attempt(join(directory, name), FILE, async () => readablePackage(join(directory, name))),
    ),
  );
  const unreadable = checked.flatMap((one) => one.problems);
  const missing = needed.filter((name) => !paths.some((path) => path.startsWith(`${name}_`)));
  const all = [...unreadable, ...missing.map((name) => missingPackage(directory, name))];
  return all.length > 0
    ? { problems: all }
    : { value: paths.map((name) => join(directory, name)), problems: [] };
}

function missingPackage(directory: string, name: string): Problem {
  return {
    where: directory,
    what: `has no file ${name}_*.deb`,
    next: `copy the package ${name}, and the packages it depends on, into this directory`,
  };
}
