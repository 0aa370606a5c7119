import type { Authority, Leaf } from '../authority.ts';
import type { Files } from '../set.ts';

/** Files that replace valid ones; `undefined` removes a file. */
export type Broken = Readonly<Record<string, Files[string] | undefined>>;

/** Helpers to break the set. */
export interface Tools {
  readonly ca: Authority;
  /** Returns the content of a valid file. */
  readonly textOf: (name: string) => string;
  /** Issues the certificate of db1 again, with these changes. */
  readonly db1: (leaf: Leaf) => Promise<Files>;
}

/** Title, how to break the set, and the expected lines. */
export type Case = readonly [string, (tools: Tools) => Promise<Broken> | Broken, string];
