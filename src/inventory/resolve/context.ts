import { resolve } from 'node:path';
import type { Environment } from '../../model/secret.ts';

/** What an inventory is read with: the folder its paths are relative to, the operator's home and environment. */
export interface InventoryContext {
  readonly directory: string;
  readonly home: string;
  readonly env: Environment;
  /** Members come and go: an inventory below the floor is what a dead one has left, and is mended by adding another. */
  readonly allowBelowMinimum?: boolean;
}

/** An absolute path on the laptop: `~` is the operator's home, all else is relative to the inventory. */
export function resolveFile(
  path: string,
  { directory, home }: Pick<InventoryContext, 'directory' | 'home'>,
): string {
  return path === '~' || path.startsWith('~/')
    ? resolve(home, `.${path.slice(1)}`)
    : resolve(directory, path);
}
