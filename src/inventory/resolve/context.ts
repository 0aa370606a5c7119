import { resolve } from 'node:path';
import type { IncludedFile } from '../compose/include.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';

/** Everything outside its text that an inventory depends on. */
export interface InventoryContext {
  /** Relative paths are relative to this directory. */
  readonly directory: string;
  readonly home: string;
  readonly env: EnvironmentVariables;
  /** The file that the inventory includes. */
  readonly included?: IncludedFile;
  /** Accepts fewer hosts than a role needs: a lost member may leave too few, and the command that adds one must still run. */
  readonly allowBelowMinimum?: boolean;
}

/** Returns an absolute path on this machine: `~` is the operator's home, other paths are relative to the inventory. */
export function resolveFile(
  path: string,
  { directory, home }: Pick<InventoryContext, 'directory' | 'home'>,
): string {
  return path === '~' || path.startsWith('~/')
    ? resolve(home, `.${path.slice(1)}`)
    : resolve(directory, path);
}
