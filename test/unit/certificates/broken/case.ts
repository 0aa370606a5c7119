import type { Authority, Leaf } from '../authority.ts';
import type { Files } from '../set.ts';

/** What is put in the place of the right files; `undefined` takes one away. */
export type Broken = Readonly<Record<string, Files[string] | undefined>>;

/** What a case breaks the set with. */
export interface Tools {
  readonly ca: Authority;
  /** Of a right file. */
  readonly textOf: (name: string) => string;
  /** Issues db1's anew, with something wrong. */
  readonly db1: (leaf: Leaf) => Promise<Files>;
}

/** Name, how to break the set, and the lines that are printed. */
export type Case = readonly [string, (tools: Tools) => Promise<Broken> | Broken, string];
