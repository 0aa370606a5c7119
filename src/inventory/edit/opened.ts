import { isMap } from 'yaml';
import { UsageError } from '../../errors/errors.ts';
import { parseSource } from '../yaml/source.ts';
import type { YamlSource } from '../yaml/source.ts';
import { runCommand } from '../../model/next-step.ts';

/** An inventory's values, as far as an edit has to know them. */
export type Data = Readonly<Record<string, Section | undefined>>;

export interface Section {
  readonly hosts?: readonly { readonly name: string; readonly address: string }[];
}

/** A text that is going to be edited. */
export interface Opened {
  readonly file: string;
  readonly source: YamlSource;
  readonly data: Data;
}

/** @throws UsageError where the text is no YAML map */
export function open(text: string, file: string): Opened {
  const source = parseSource(text, file);
  const data = dataOf(source);
  if (data) return { file, source, data };
  const problem = {
    where: file,
    what: 'it is no inventory',
    next: runCommand('validate', { insteadOfInventory: file }),
  };
  throw new UsageError([problem]);
}

/** Its values; nothing where it is no map, or its aliases lead nowhere. */
export function dataOf({ document }: YamlSource): Data | undefined {
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  try {
    return document.toJS() as Data;
  } catch {
    return undefined;
  }
}
