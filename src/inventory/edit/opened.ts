import { isMap } from 'yaml';
import { UsageError } from '../../errors/errors.ts';
import { parseSource } from '../yaml/source.ts';
import type { YamlSource } from '../yaml/source.ts';
import { commandStep } from '../../model/next-step.ts';

/** The values of an inventory that an edit needs. */
export type Data = Readonly<Record<string, Section | undefined>>;

interface Section {
  readonly hosts?: readonly { readonly name: string; readonly address: string }[];
}

/** A parsed text, ready to be edited. */
export interface Opened {
  readonly file: string;
  readonly source: YamlSource;
  readonly data: Data;
}

/** Parses the text of an inventory for an edit. @throws UsageError if it is not a YAML map */
export function open(text: string, file: string): Opened {
  const source = parseSource(text, file);
  const data = dataOf(source);
  if (data) return { file, source, data };
  const problem = {
    where: file,
    what: 'not an inventory',
    next: commandStep('validate', { insteadOfInventory: file }),
  };
  throw new UsageError([problem]);
}

/**
 * The values of a text; undefined if the text has syntax errors, is not a map, or has an alias that cannot be resolved.
 */
export function dataOf({ document }: YamlSource): Data | undefined {
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  try {
    return document.toJS() as Data;
  } catch {
    return undefined;
  }
}
