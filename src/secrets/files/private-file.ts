import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { wrongFormat } from '../../errors/file-format.ts';
import { readLocalFile, UnusableFile } from '../../errors/local-file.ts';
import type { Next } from '../../model/next-step.ts';

/** The name of a file in messages, and the next action if it does not exist. */
interface FileDescription {
  /** `the secrets file`, `the age identity` */
  readonly what: string;
  readonly ifMissing: Next;
}

/**
 * Reads a file that contains secrets.
 * @param refuse returns a problem if contents or mode of the file are not acceptable
 * @throws UsageError with one problem if the file cannot be read or is refused
 */
export async function readPrivateFile(
  path: string,
  description: FileDescription,
  refuse: (bytes: Buffer, mode: number) => Problem | undefined = privateModeProblem,
): Promise<Buffer> {
  const { bytes, mode } = await readLocalFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError([{ where: path, ...unreadable(error, description) }]);
  });
  const refused = refuse(bytes, mode);
  if (refused) throw new UsageError([{ where: path, ...refused }]);
  const format = wrongFormat(bytes.toString('latin1'), { path, purpose: 'text' });
  if (format)
    throw new UsageError([{ where: path, what: `${description.what} is not UTF-8 text`, ...format }]);
  return bytes;
}

/** True if a file exists, even if it cannot be read. */
export async function fileExists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/**
 * Writes a file atomically with mode 0600, and syncs it to disk.
 * @param options.fresh refuse to replace an existing file
 * @throws UsageError if the directory cannot be written, or if `fresh` and the file exists
 */
export async function writePrivateFile(
  path: string,
  contents: string | Uint8Array,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<void> {
  if (fresh && (await fileExists(path)))
    throw new UsageError([{ where: path, what: 'already exists', next: 'move or rename it first' }]);
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError([{ where: path, ...unwritable(code) }]);
  }
}

/** The default check of `readPrivateFile`: refuses a file that other users may read. */
export function privateModeProblem(_bytes: Buffer, mode: number): Problem | undefined {
  if ((mode & 0o077) === 0) return undefined;
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return {
    what: `other users of this machine can read this file (mode ${octal})`,
    next: 'run chmod 600 on it',
  };
}

function unwritable(code = 'unknown error'): Problem {
  if (code === 'EISDIR') return { what: 'is a directory', next: 'specify a file in this directory' };
  return {
    what: `cannot be written (${code})`,
    next: 'check owner, mode and free space of its directory',
  };
}

function unreadable(error: NodeJS.ErrnoException, { what, ifMissing }: FileDescription): Problem {
  const { code } = error;
  if (error instanceof UnusableFile) return { ...error.problem, what: `${what} ${error.message}` };
  if (code === 'ENOENT') return { what: `${what} does not exist`, next: ifMissing };
  if (code === 'EISDIR') return { what: `${what} is a directory`, next: 'specify a file in this directory' };
  return { what: `${what} cannot be read (${code ?? 'unknown error'})`, next: 'check its owner and mode' };
}
