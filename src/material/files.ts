import { access, constants, stat } from 'node:fs/promises';
import type { Problem } from '../errors/errors.ts';
import { wrongFormat } from '../errors/file-format.ts';
import { readLocalFile, UnusableFile } from '../errors/local-file.ts';
import type { LocalFile } from '../model/material.ts';
import { Secret } from '../model/secret.ts';
import { digestFile } from './digest-file.ts';

/** A loaded value, or the problems that prevented loading. */
interface Loaded<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

const PACKAGE = { name: 'the package', key: 'cloudify.package' };
const LICENSE = { name: 'the license', key: 'cloudify.license' };

/** Returns path, digest and size of the package. Reads the whole file, which takes seconds for a gigabyte. */
export async function loadPackage(path: string | undefined): Promise<Loaded<LocalFile>> {
  return path === undefined
    ? { problems: [] }
    : attempt(path, PACKAGE, async () => {
        await readable(path);
        return digestFile(path);
      });
}

/** Checks that the package can be read, without reading it. */
export async function checkPackage(path: string | undefined): Promise<readonly Problem[]> {
  if (path === undefined) return [];
  return (await attempt(path, PACKAGE, async () => readable(path))).problems;
}

export async function loadLicense(path: string | undefined): Promise<Loaded<Secret>> {
  if (path === undefined) return { problems: [] };
  const loaded = await attempt(path, LICENSE, async () => (await readLocalFile(path)).bytes.toString('utf8'));
  if (loaded.value?.trim() === '')
    return {
      problems: [
        { where: path, what: 'the license is empty', next: 'check cloudify.license in the inventory' },
      ],
    };
  const format = wrongFormat(loaded.value ?? '', { path, purpose: 'text' });
  if (format) return { problems: [{ where: path, what: 'the license is not UTF-8 text', ...format }] };
  return loaded.value === undefined
    ? { problems: loaded.problems }
    : { value: new Secret(loaded.value), problems: [] };
}

/** Throws unless the path is a file that can be read. `access` alone also accepts a directory. */
async function readable(path: string): Promise<void> {
  await access(path, constants.R_OK);
  const info = await stat(path);
  if (info.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' });
  if (!info.isFile())
    throw new UnusableFile('is a device, a pipe or a socket, not a file', 'specify an ordinary file');
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory, not a file',
};

async function attempt<T>(
  path: string,
  { name, key }: typeof PACKAGE,
  read: () => Promise<T>,
): Promise<Loaded<T>> {
  try {
    return { value: await read(), problems: [] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const unusable = error instanceof UnusableFile ? error.message : undefined;
    const reason = unusable ?? REASONS[code ?? ''] ?? `cannot be read (${code ?? 'unknown error'})`;
    return { problems: [{ where: path, what: `${name} ${reason}`, next: `check ${key} in the inventory` }] };
  }
}
