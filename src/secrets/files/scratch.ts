import { spawn } from 'node:child_process';
import { lstat, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Secret } from '../../model/secret.ts';

/** A file that an editor may work on, in a folder of its own that is gone when all is over. */
export interface ScratchFile {
  readonly path: string;
  /** Otherwise it lies on a disk for a while. */
  readonly inMemory: boolean;
  /** Removes the folder with all that the editor left in it. */
  readonly remove: () => Promise<void>;
}

const MEMORY = '/dev/shm';
const TMPFS = 0x01021994;

/**
 * Puts a text into a new file (0600, its folder 0700), in memory where the system has a place for that. A watcher
 * removes the folder when this process ends in whatever way, also by SIGKILL.
 * @param name of the file, for the editor
 */
export async function createScratchFile(name: string, text: Secret): Promise<ScratchFile> {
  const inMemory = await isInMemory(MEMORY);
  const folder = await mkdtemp(join(inMemory ? MEMORY : tmpdir(), `${prefix()}${process.pid}-`));
  const dismiss = watch(folder);
  const path = join(folder, name);
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    dismiss();
  };
  try {
    await writeFile(path, text.reveal(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, inMemory, remove };
}

/** Removes what an earlier process has left, should its watcher have been killed too. */
export async function removeStaleScratchFiles(): Promise<void> {
  await Promise.all([MEMORY, tmpdir()].map(sweep));
}

/** Folders are told apart by their user: the places are shared. */
const prefix = (): string => `quorate-edit-${userInfo().username}-`;

async function sweep(place: string): Promise<void> {
  const names = await readdir(place).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(prefix()))) {
    const pid = Number(name.slice(prefix().length).split('-')[0]);
    const folder = join(place, name);
    const { uid } = await lstat(folder).catch(() => ({ uid: -1 }));
    if (uid === userInfo().uid && !isAlive(pid)) await rm(folder, { recursive: true, force: true });
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

const WATCHER =
  'process.stdin.resume().on("close", () => require("node:fs").rmSync(process.argv[1], { recursive: true, force: true }))';

/** Its stdin ends with this process. A session of its own: what ends the terminal does not end it. */
function watch(folder: string): () => void {
  const watcher = spawn(process.execPath, ['-e', WATCHER, folder], {
    detached: true,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a watcher the next start sweeps.
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  return () => void watcher.stdin.end();
}
