import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import { SIGNAL_CODES } from '../terminal/interrupt.ts';
import type { Io } from '../terminal/io.ts';

/** What `init` makes in its directory; the inventory comes last, and with it all is there. */
const MADE = ['secrets.age', 'identity.txt', 'certificates', 'inventory.yaml'];

/** What is there already of what would be made. */
export function inTheWay(directory: string): readonly string[] {
  return MADE.filter((name) => existsSync(join(directory, name)));
}

export function alreadyThere(directory: string, names: readonly string[]): UsageError {
  return new UsageError([
    {
      where: directory,
      what: `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} there already`,
      next: 'name another directory, or put that aside with --force',
    },
  ]);
}

interface Placing<T> {
  /** Where what is in the way goes, a name in the directory. */
  readonly aside: string;
  readonly make: (folder: string) => Promise<T>;
}

/**
 * Lets `make` fill a private folder beside the directory, then moves all of it in; after a failure, or an interruption
 * before that, nothing is left.
 */
export async function placed<T>(directory: string, { aside, make }: Placing<T>, io: Io): Promise<T> {
  const target = resolve(directory);
  await mkdir(dirname(target), { recursive: true });
  // A folder of mkdtemp is its owner's alone. Made at once: no signal comes between it and whoever removes it.
  const folder = mkdtempSync(join(dirname(target), `.${basename(target)}.`));
  const stop = io.onSignal((name) => {
    rmSync(folder, { recursive: true, force: true });
    io.exitNow(SIGNAL_CODES[name]);
  });
  try {
    const made = await make(folder);
    // From here on it is a matter of milliseconds, and half of it would be worse.
    stop();
    await mkdir(target, { recursive: true, mode: 0o700 });
    await putAside(target, aside);
    await moveAll(folder, target);
    return made;
  } finally {
    stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Not removed: these may be the secrets of a living cluster. */
async function putAside(target: string, aside: string): Promise<void> {
  const names = inTheWay(target);
  if (names.length === 0) return;
  await mkdir(join(target, aside), { mode: 0o700 });
  for (const name of names) await rename(join(target, name), join(target, aside, name));
}

async function moveAll(folder: string, target: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !MADE.includes(name));
  for (const name of [...others, ...MADE]) {
    // A .gitignore of one's own stays.
    if (!existsSync(join(target, name))) await rename(join(folder, name), join(target, name));
  }
}
