import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { UsageError } from '../errors/errors.ts';
import { readLocalFile, UnusableFile } from '../errors/local-file.ts';
import { wrongFormat } from '../errors/file-format.ts';
import type { EnvironmentVariables } from '../model/secret.ts';
import type { Problem } from '../errors/errors.ts';
import { printable } from '../model/rendered.ts';
import { includedPath, type IncludedFile } from './compose/include.ts';
import type { Inventory } from './inventory.ts';
import { resolveFile } from './resolve/context.ts';
import { readInventory } from './read.ts';
import type { InventoryReading } from './read.ts';

/**
 * Reads and checks an inventory file, but not the files that it refers to (certificates, secrets, package).
 * @throws UsageError with all problems, each with file, line, column and the line itself
 */
export async function loadInventory(path: string, env: EnvironmentVariables): Promise<Inventory> {
  const { inventory, problems } = await readInventoryFile(path, env);
  if (!inventory) throw new UsageError(problems);
  return inventory;
}

/** The text of a file. */
export interface InventoryFile {
  readonly path: string;
  readonly text: string;
}

/** The texts of an inventory and of the file that it includes. */
export interface InventoryFiles {
  readonly own: InventoryFile;
  readonly included?: IncludedFile;
}

/**
 * Reads and checks an inventory file. If it has problems, the result has the parts that no problem affects.
 * @throws UsageError only if the file cannot be read
 */
export async function readInventoryFile(
  path: string,
  env: EnvironmentVariables,
  allowBelowMinimum = false,
): Promise<InventoryReading> {
  return readInventoryFiles(await loadInventoryFiles(path, env), { env, allowBelowMinimum });
}

/**
 * Loads the texts of an inventory. A problem of the included file is reported with the problems of the inventory.
 * @throws UsageError if the inventory cannot be read
 */
export async function loadInventoryFiles(path: string, env: EnvironmentVariables): Promise<InventoryFiles> {
  const own = { path, text: await loadInventoryText(path) };
  const named = includedPath(own.text, env);
  if (named === undefined) return { own };
  const home = env['HOME'] ?? homedir();
  const included =
    isAbsolute(named) || /^~(?:\/|$)/.test(named)
      ? resolveFile(named, { directory: '', home })
      : join(dirname(path), named);
  try {
    return { own, included: { path: included, text: await loadInventoryText(included) } };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const [{ what }] = error.problems as [Problem];
    const problem = {
      what: `${included}: ${printable(what)}`,
      next: 'check the path; it is relative to the inventory',
    };
    return { own, included: { path: included, problem } };
  }
}

/**
 * Returns the text of an inventory file. Refuses a pipe: the runs of the cluster are recorded next to the inventory, and
 * its relative paths start there.
 * @throws UsageError if it cannot be read
 */
export async function loadInventoryText(path: string): Promise<string> {
  const { bytes } = await readLocalFile(path, { acceptPipe: false }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError([unreadable(path, error)]);
  });
  return textOf(path, bytes);
}

/** Checks the texts of an inventory, or texts that are to be written. */
export function readInventoryFiles(
  { own, included }: InventoryFiles,
  { env, allowBelowMinimum = false }: { env: EnvironmentVariables; allowBelowMinimum?: boolean },
): InventoryReading {
  return readInventory(own.text, {
    path: own.path,
    allowBelowMinimum,
    directory: dirname(resolve(own.path)),
    home: env['HOME'] ?? homedir(),
    env,
    ...(included && { included }),
  });
}

/** Refuses invalid UTF-8, which would otherwise be replaced without a warning, even in a password. */
function textOf(path: string, bytes: Buffer): string {
  const problem = { where: path, what: 'the file is not UTF-8 text', next: 'save it as UTF-8' };
  const format = wrongFormat(bytes.toString('latin1'), { path, purpose: 'text' });
  if (format) throw new UsageError([{ ...problem, ...format }]);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError([problem]);
  }
}

function unreadable(path: string, error: NodeJS.ErrnoException) {
  if (error instanceof UnusableFile) return { where: path, ...error.problem };
  const { code } = error;
  const what: Readonly<Record<string, string>> = {
    ENOENT: 'file not found',
    EACCES: 'permission denied',
    EISDIR: 'this is a directory, not an inventory file',
  };
  return { where: path, what: what[code ?? ''] ?? `cannot be read (${code})`, next: 'check the path' };
}
