import { access, constants, open, stat } from 'node:fs/promises';
import type { Problem } from '../errors/errors.ts';
import { wrongFormat } from '../errors/file-format.ts';
import { readLocalFile, UnusableFile } from '../errors/local-file.ts';
import type { LocalFile } from '../model/material.ts';
import { Secret } from '../model/secret.ts';
import { digestFile } from './digest-file.ts';

/** A loaded value, or the problems that prevented loading. */
export interface Loaded<T> {
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
        await readablePackage(path);
        return digestFile(path);
      });
}

/** Checks that the package can be read, without reading it. */
export async function checkPackage(path: string | undefined): Promise<readonly Problem[]> {
  if (path === undefined) return [];
  return (await attempt(path, PACKAGE, async () => readablePackage(path))).problems;
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

/** The bytes with which a package starts, by the ending of its name. */
const STARTS: Readonly<Record<string, Buffer>> = {
  rpm: Buffer.from([0xed, 0xab, 0xee, 0xdb]),
  deb: Buffer.from('!<arch>\n'),
};

/** Throws unless the file is what its name says: a download that failed often leaves an empty file, or a web page. */
export async function readablePackage(path: string): Promise<void> {
  await readable(path);
  const ending = path.split('.').at(-1) ?? '';
  const expected = STARTS[ending];
  if (!expected) return;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(expected.length), 0, expected.length);
    if (buffer.subarray(0, bytesRead).equals(expected)) return;
    const seen = bytesRead === 0 ? 'is empty' : `does not start like a .${ending} file`;
    throw new UnusableFile(seen, 'download it again');
  } finally {
    await file.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory, not a file',
  ENOTDIR: 'is not a directory',
};

/** Reads a local file, or reports why it cannot be read and which key of the inventory names it. */
export async function attempt<T>(
  path: string,
  { name, key }: { readonly name: string; readonly key: string },
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
