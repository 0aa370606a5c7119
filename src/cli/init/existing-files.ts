import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import { SIGNAL_CODES } from '../terminal/interrupt.ts';
import type { Io } from '../terminal/io.ts';
import { NOTHING_WRITTEN } from '../terminal/written-report.ts';
import { either, manual, runAgain } from '../../model/next-step.ts';

/** A copy of the schema, which editors use, so that a colleague who clones the directory has the schema too. */
export const SCHEMA_FILE = 'inventory.schema.json';

/**
 * The files that `init` creates. The inventory is moved last, so that the other files exist if the inventory exists.
 */
const CREATED = ['secrets.age', 'identity.txt', 'certificates', SCHEMA_FILE, 'inventory.yaml'];

/** The files that `--dry-run` lists, and the text of the inventory. */
export function dryRunText(directory: string, inventory: string): string {
  const files = CREATED.map((name) => `  ${join(directory, name)}`);
  return ['These files would be written:', ...files, '', inventory.trimEnd(), '', NOTHING_WRITTEN].join('\n');
}

/** Files that exist and that `init` would create. */
export function existingFiles(directory: string): readonly string[] {
  return CREATED.filter((name) => existsSync(join(directory, name)));
}

export function filesExist(directory: string, names: readonly string[]): UsageError {
  return new UsageError([
    {
      where: directory,
      what: `${names.join(', ')} already ${names.length === 1 ? 'exists' : 'exist'}`,
      next: either(
        manual('choose another directory'),
        runAgain({ when: 'to move the existing files into a subdirectory', with: '--force' }),
      ),
    },
  ]);
}

interface Placing<T> {
  /** Name of the subdirectory for existing files. */
  readonly aside: string;
  /** Creates all files in a temporary directory. */
  readonly make: (temporary: string) => Promise<T>;
}

/**
 * Lets `make` create the files in a temporary directory next to the target, then moves them into the target. After a
 * failure, or an interruption before the move, nothing is left.
 */
export async function placed<T>(directory: string, { aside, make }: Placing<T>, io: Io): Promise<T> {
  const target = resolve(directory);
  await mkdir(dirname(target), { recursive: true });
  // Only the owner can read the directory. It is created synchronously, so that no signal arrives before the handler
  // that removes it.
  const temporary = mkdtempSync(join(dirname(target), `.${basename(target)}.`));
  const stop = io.onSignal((name) => {
    rmSync(temporary, { recursive: true, force: true });
    io.exitNow(SIGNAL_CODES[name]);
  });
  try {
    const made = await make(temporary);
    // The move takes milliseconds, and an interrupted move would leave only some of the files.
    stop();
    await mkdir(target, { recursive: true, mode: 0o700 });
    await moveExisting(target, aside);
    await moveAll(temporary, target);
    return made;
  } finally {
    stop();
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Moves existing files instead of deleting them: they may be the secrets of a running cluster. */
async function moveExisting(target: string, aside: string): Promise<void> {
  const names = existingFiles(target);
  if (names.length === 0) return;
  await mkdir(join(target, aside), { mode: 0o700 });
  for (const name of names) await rename(join(target, name), join(target, aside, name));
}

async function moveAll(temporary: string, target: string): Promise<void> {
  const others = (await readdir(temporary)).filter((name) => !CREATED.includes(name));
  for (const name of [...others, ...CREATED]) {
    // An existing .gitignore stays.
    if (!existsSync(join(target, name))) await rename(join(temporary, name), join(target, name));
  }
}
