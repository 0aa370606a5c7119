import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import type { Next } from '../../model/next-step.ts';

/** What a file is called in messages, and what to look at when it is not there. */
export interface FileDescription {
  /** `the secrets file`, `the age identity` */
  readonly what: string;
  readonly ifMissing: Next;
}

/**
 * The bytes of a file that holds secrets.
 * @param refuse told the bytes and the mode: why the file may not be used as it is
 * @throws UsageError with one problem when it cannot be read, or is refused
 */
export async function readPrivateFile(
  path: string,
  called: FileDescription,
  refuse: (bytes: Buffer, mode: number) => Problem | undefined = privateModeProblem,
): Promise<Buffer> {
  const { bytes, mode } = await readWithMode(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError([{ where: path, ...unreadable(error, called) }]);
  });
  const refused = refuse(bytes, mode);
  if (refused) throw new UsageError([{ where: path, ...refused }]);
  return bytes;
}

/** Is it there at all? A file that is there and cannot be read is there. */
export async function fileExists(path: string): Promise<boolean> {
  try {
    await (await open(path, 'r')).close();
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/**
 * Writes a file that its owner alone may read: whole or not at all, on disk when this returns.
 * @param options.fresh refuse to replace a file that is there
 * @throws UsageError when the folder cannot be written, or the file is there
 */
export async function writePrivateFile(
  path: string,
  contents: string | Uint8Array,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<void> {
  if (fresh && (await fileExists(path)))
    throw new UsageError([{ where: path, what: 'it is there already', next: 'move it away first' }]);
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError([{ where: path, ...unwritable(code) }]);
  }
}

/** The default of `readPrivateFile`: nobody but the owner may read it. */
export function privateModeProblem(_bytes: Buffer, mode: number): Problem | undefined {
  if ((mode & 0o077) === 0) return undefined;
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return { what: `others on this machine can read it (mode ${octal})`, next: 'chmod 600 it' };
}

/** Mode and contents of the same file, even if somebody replaces it meanwhile. */
async function readWithMode(path: string): Promise<{ bytes: Buffer; mode: number }> {
  const file = await open(path, 'r');
  try {
    const { mode } = await file.stat();
    return { bytes: await file.readFile(), mode };
  } finally {
    await file.close();
  }
}

function unwritable(code = 'unknown error'): Problem {
  if (code === 'EISDIR') return { what: 'it is a folder', next: 'name a file in it' };
  return {
    what: `it cannot be written (${code})`,
    next: 'check the folder: its owner, its mode, its free space',
  };
}

function unreadable({ code }: NodeJS.ErrnoException, { what, ifMissing }: FileDescription): Problem {
  if (code === 'ENOENT') return { what: `${what} does not exist`, next: ifMissing };
  if (code === 'EISDIR') return { what: `${what} is a folder`, next: 'name the file in it' };
  return { what: `${what} cannot be read (${code ?? 'unknown error'})`, next: 'check its owner and mode' };
}
