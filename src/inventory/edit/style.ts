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
/** Text around name and address in an entry that can be copied: no comment, anchor, tag or other key. */
const GLUE = /^[-\s{},:"'a-z]*$/;

/** The entry of a new host in the style of its siblings: a copy of the last one that has only name and address. */
export function entryLike(source: YamlSource, siblings: readonly Entry[], host: NameAndAddress): string {
  const model = siblings.findLast((entry) => isModel(source, entry));
  return model ? copied(source, model, host) : composed(source, siblings.at(-1), host);
}

/** A value as text: quoted as `like` is, or quoted because it would otherwise be parsed as another value. */
export function scalarLike(like: Scalar | undefined, value: string): string {
  if (like?.type === 'QUOTE_SINGLE' && /^[\x20-\x7e]*$/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return like?.type !== 'QUOTE_DOUBLE' && standsPlain(value) ? value : JSON.stringify(value);
}

/** True if the value needs no quotes, even inside brackets. */
function standsPlain(value: string): boolean {
  if (!/^[\w:][\w.:-]*$/.test(value)) return false;
  const document = parseDocument(`{ a: ${value} }`);
  return document.errors.length === 0 && document.get('a') === value;
}

/** The scalar of a key of the map itself, not of a merge. */
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

/** Name and address with their positions, in the order of the text. */
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

/** The dash with the spaces after it, or with one space if the host begins on the next line. */
function dashOf(entry: string): string {
  return /^- +/.exec(entry)?.[0] ?? (entry.startsWith('-') ? '- ' : '');
}
