import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'inventory.yaml';

/** The inventory of the current directory, which an operator may omit. */
export function defaultInventory(): string | undefined {
  return existsSync(NAME) ? NAME : undefined;
}

/** True if a word may be an inventory: an existing path, or one that a host's name cannot be. */
export function mayBeInventory(word: string): boolean {
  return /[/\\]|\.ya?ml$/.test(word) || existsSync(word);
}

/** The inventory in a directory, or the path itself. */
export function inventoryPath(given: string): string {
  return statSync(given, { throwIfNoEntry: false })?.isDirectory() ? join(given, NAME) : given;
}
