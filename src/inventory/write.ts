import { randomBytes } from 'node:crypto';
import { open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors/errors.ts';
import { MINUTE } from '../model/duration.ts';

/**
 * Replaces an inventory's text atomically, and syncs it to disk. Keeps mode and owner. If the path is a symbolic link,
 * replaces its target.
 * @throws UsageError if the file does not exist or cannot be replaced
 */
export async function writeInventory(path: string, text: string): Promise<void> {
  try {
    await replace(await realpath(path), text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError([{ where: path, ...unwritable(code ?? 'unknown error') }]);
  }
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  const { mode, uid, gid } = await stat(path);
  try {
    await closing(await open(temporary, 'wx', 0o600), async (file) => {
      await file.writeFile(text);
      const own = await file.stat();
      // In a shared directory the file may belong to another user. Only root can set that owner.
      if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
      await file.chmod(mode & 0o7777);
      await file.sync();
    });
    await rename(temporary, path);
    await closing(await open(dirname(path), 'r'), (directory) => directory.sync());
    // The text is written, so a failed cleanup is not an error.
    await sweep(path).catch(() => undefined);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A temporary file that is older belongs to a process that was killed. */
const IN_USE = MINUTE;

/** Removes temporary files of earlier processes that were killed. */
async function sweep(path: string): Promise<void> {
  const prefix = `.${basename(path)}.`;
  const { mtimeMs: now } = await stat(path);
  const names = (await readdir(dirname(path))).filter(
    (name) => name.startsWith(prefix) && /^[\da-f]{8}$/.test(name.slice(prefix.length)),
  );
  for (const name of names) {
    const left = join(dirname(path), name);
    const { mtimeMs } = await stat(left);
    if (mtimeMs < now - IN_USE) await rm(left);
  }
}

async function closing(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

function unwritable(code: string) {
  if (code === 'ENOENT') return { what: 'file not found', next: 'check the path' };
  if (code === 'EPERM')
    return {
      what: 'the file belongs to another user, and replacing it would change its owner',
      next: 'run the command as its owner, or change the owner with chown',
    };
  return {
    what: `cannot be written (${code})`,
    next: 'check owner, mode and free space of its directory',
  };
}
