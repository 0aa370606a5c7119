import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../errors/errors.ts';
import type { Environment } from '../model/secret.ts';
import type { Inventory } from './inventory.ts';
import { readInventory } from './read.ts';
import type { InventoryReading } from './read.ts';

/**
 * Reads and checks an inventory file. What lies beside it (certificates, secrets, packages) is not looked at here.
 * @throws UsageError with every problem, each with file, line, column and the line itself
 */
export async function loadInventory(path: string, env: Environment): Promise<Inventory> {
  const { inventory, problems } = await readInventoryFile(path, env);
  if (!inventory) throw new UsageError(problems);
  return inventory;
}

/** For who goes on to look beside an inventory that has problems. @throws UsageError when the file cannot be read */
export async function readInventoryFile(
  path: string,
  env: Environment,
  allowBelowMinimum = false,
): Promise<InventoryReading> {
  return readInventoryText(await loadInventoryText(path), { path, env, allowBelowMinimum });
}

/** The file as it is. @throws UsageError when it cannot be read */
export async function loadInventoryText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError([unreadable(path, error)]);
  });
  return textOf(path, bytes);
}

/** An inventory that is, or may become, the file at a path. */
export function readInventoryText(
  text: string,
  { path, env, allowBelowMinimum = false }: { path: string; env: Environment; allowBelowMinimum?: boolean },
): InventoryReading {
  return readInventory(text, {
    path,
    allowBelowMinimum,
    directory: dirname(resolve(path)),
    home: env['HOME'] ?? homedir(),
    env,
  });
}

/** A byte that is no UTF-8 would become another character without a word, in a password too. */
function textOf(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError([{ where: path, what: 'this is not a UTF-8 text', next: 'save it as UTF-8' }]);
  }
}

function unreadable(path: string, { code }: NodeJS.ErrnoException) {
  const what: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'this account may not read it',
    EISDIR: 'this is a folder: name the inventory file in it',
  };
  return { where: path, what: what[code ?? ''] ?? `it cannot be read (${code})`, next: 'check the path' };
}
