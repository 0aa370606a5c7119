import { spawn } from 'node:child_process';
import { lstat, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secret } from '../../model/secret.ts';

/** A file for an editor, in its own temporary directory. */
interface ScratchFile {
  readonly path: string;
  /** False if the file is on a disk. */
  readonly inMemory: boolean;
  /** Removes the directory, with everything that the editor left in it. */
  readonly remove: () => Promise<void>;
}

const MEMORY = '/dev/shm';
const TMPFS = 0x01021994;

/**
 * Writes a text to a new file (mode 0600, its directory 0700), in memory if the system has a tmpfs. A watcher process
 * removes the directory when this process ends, even by SIGKILL.
 * @param name of the file, which the editor shows
 */
export async function createScratchFile(name: string, text: Secret): Promise<ScratchFile> {
  const inMemory = await isInMemory(MEMORY);
  const directory = await mkdtemp(join(inMemory ? MEMORY : tmpdir(), `${prefix()}${process.pid}-`));
  const stopWatcher = watch(directory);
  const path = join(directory, name);
  const remove = async () => {
    await rm(directory, { recursive: true, force: true });
    stopWatcher();
  };
  try {
    await writeFile(path, text.reveal(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, inMemory, remove };
}

/** Removes directories of earlier processes that were killed together with their watcher. */
export async function removeStaleScratchFiles(): Promise<void> {
  await Promise.all([MEMORY, tmpdir()].map(removeStale));
}

/** The name contains the user, because all users share the parent directories. In a container the user may have no name. */
const prefix = (): string => `quorate-edit-${process.getuid?.()}-`;

async function removeStale(place: string): Promise<void> {
  const names = await readdir(place).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(prefix()))) {
    const pid = Number(name.slice(prefix().length).split('-')[0]);
    const directory = join(place, name);
    const { uid } = await lstat(directory).catch(() => ({ uid: -1 }));
    if (uid === process.getuid?.() && !isAlive(pid)) await rm(directory, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isInMemory(place: string): Promise<boolean> {
  const { type } = await statfs(place).catch(() => ({ type: 0 }));
  return type === TMPFS;
}

const WATCHER = 'cat >/dev/null; rm -rf -- "$0"';

/**
 * Starts the process that removes the directory when this process ends, which closes its stdin. It runs in its own
 * session, so that closing the terminal does not end it. Returns a function that stops it.
 */
function watch(directory: string): () => void {
  const watcher = spawn('/bin/sh', ['-c', WATCHER, directory], {
    detached: true,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a watcher, a later command that uses secrets removes the directory.
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  return () => void watcher.stdin.end();
}
