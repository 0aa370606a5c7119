import { randomBytes } from 'node:crypto';
import { open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors/errors.ts';

/**
 * Replaces an inventory's text: whole or not at all, on disk when this returns. Mode and owner stay; a link stays a
 * link, and what it leads to is replaced.
 * @throws UsageError when the file is not there, or cannot be replaced
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
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  const { mode, uid, gid } = await stat(path);
  try {
    await closing(await open(beside, 'wx', 0o600), async (file) => {
      await file.writeFile(text);
      const own = await file.stat();
      // Somebody else's file in a folder of a group: only root can give it back to them.
      if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
      await file.chmod(mode & 0o7777);
      await file.sync();
    });
    await rename(beside, path);
    await closing(await open(dirname(path), 'r'), (folder) => folder.sync());
    // It is written: what cannot be tidied up is no reason to say otherwise.
    await sweep(path).catch(() => undefined);
  } finally {
    await rm(beside, { force: true });
  }
}

/** Another process writes what it puts beside the inventory, and renames it, in less than this: ms. */
const IN_USE = 60_000;

/** Removes what processes that were killed have left beside the text that was just written. */
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
  if (code === 'ENOENT') return { what: 'there is no such file', next: 'check the path' };
  if (code === 'EPERM')
    return {
      what: 'it is somebody else’s, and would become yours if it were replaced',
      next: 'run this as its owner, or make it yours: chown',
    };
  return {
    what: `it cannot be written (${code})`,
    next: 'check the folder: its owner, its mode, its free space',
  };
}
