import { isMap, isScalar, parseDocument } from 'yaml';
import type { Node, Scalar } from 'yaml';
import { pairOf } from '../yaml/source.ts';
import type { YamlSource } from '../yaml/source.ts';
import { columnOf, eolAt } from './lines.ts';
import type { Entry } from './lines.ts';

export interface NameAndAddress {
  readonly name: string;
  readonly address: string;
}

const QUOTES: ReadonlySet<unknown> = new Set(['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE']);
/** What may stand around name and address in an entry that is copied: no comment, anchor, tag or further key. */
const GLUE = /^[-\s{},:"'a-z]*$/;

/** The new host's entry as its siblings are written: a copy of the last one that has nothing else. */
export function entryLike(source: YamlSource, siblings: readonly Entry[], host: NameAndAddress): string {
  const model = siblings.findLast((entry) => isModel(source, entry));
  return model ? copied(source, model, host) : composed(source, siblings.at(-1), host);
}

/** A value as text: quoted like the one before it, or because it would be read as something else. */
export function scalarLike(like: Scalar | undefined, value: string): string {
  if (like?.type === 'QUOTE_SINGLE' && /^[\x20-\x7e]*$/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return like?.type !== 'QUOTE_DOUBLE' && standsPlain(value) ? value : JSON.stringify(value);
}

/** Is it the same text without quotes, among brackets too? */
function standsPlain(value: string): boolean {
  if (!/^[\w:][\w.:-]*$/.test(value)) return false;
  const document = parseDocument(`{ a: ${value} }`);
  return document.errors.length === 0 && document.get('a') === value;
}

/** The scalar under a key of a map's own. */
export function ownScalar(node: Node, key: string): Scalar | undefined {
  const value = isMap(node) ? pairOf(node, key)?.value : undefined;
  return isScalar(value) && QUOTES.has(value.type) ? value : undefined;
}

function isModel(source: YamlSource, { node, span }: Entry): boolean {
  const parts = scalarsOf(node);
  if (parts.length !== 2 || !isMap(node) || node.items.length !== 2) return false;
  const edges = [span[0], ...parts.flatMap(({ start, end }) => [start, end]), span[1]];
  const glue = [0, 2, 4].map((index) => source.text.slice(edges[index], edges[index + 1]));
  return glue.every((text) => GLUE.test(text));
}

/** Name and address with their places, in the order of the text. */
function scalarsOf(node: Node) {
  return (['name', 'address'] as const)
    .flatMap((key) => {
      const scalar = ownScalar(node, key);
      return scalar?.range ? [{ key, scalar, start: scalar.range[0], end: scalar.range[1] }] : [];
    })
    .sort((a, b) => a.start - b.start);
}

function copied({ text }: YamlSource, { node, span }: Entry, host: NameAndAddress): string {
  let at = span[0];
  const parts = scalarsOf(node).map(({ key, scalar, start, end }) => {
    const part = text.slice(at, start) + scalarLike(scalar, host[key]);
    at = end;
    return part;
  });
  return parts.join('') + text.slice(at, span[1]);
}

function composed({ text }: YamlSource, last: Entry | undefined, host: NameAndAddress): string {
  const [start, end] = last?.span ?? [0, 0];
  const dash = dashOf(text.slice(start, end));
  const quoted =
    last && isMap(last.node) && isScalar(last.node.items[0]?.key) ? last.node.items[0].key : undefined;
  const pairs = (['name', 'address'] as const).map((key) => {
    const like = last && ownScalar(last.node, key);
    return `${scalarLike(quoted, key)}: ${scalarLike(like, host[key])}`;
  });
  if (!last || !isMap(last.node) || last.node.flow) return `${dash}{ ${pairs.join(', ')} }`;
  return dash + pairs.join(eolAt(text, start) + ' '.repeat(columnOf(text, start) + dash.length));
}

/** With the spaces behind it, or one where the host begins in the next line. */
function dashOf(entry: string): string {
  return /^- +/.exec(entry)?.[0] ?? (entry.startsWith('-') ? '- ' : '');
}
