import { isMap, isSeq } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { YamlSource, Span } from '../yaml/source.ts';
import { commentAbove } from './comment.ts';
import { commentColumn, isBlank, lineAbove, lineEnd, lineStart, columnOf } from './lines.ts';
import type { Entry, Seat, Splice } from './lines.ts';

/** Offset after the last character of a value, without trailing comments and line ends, which the parser includes. */
export function endOf({ text }: YamlSource, node: Node): number {
  const [start, end] = lastWithin(node).range ?? [0, 0];
  return start + text.slice(start, end).trimEnd().length;
}

function lastWithin(node: Node): Node {
  if ((!isMap(node) && !isSeq(node)) || node.flow) return node;
  const last = node.items.at(-1);
  if (last === undefined) return node;
  if (isSeq(node)) return lastWithin(last as Node);
  const { key, value } = last as Pair<Node, Node | null>;
  return lastWithin(value ?? key);
}

/** The whole lines of an entry, with the comments below that are indented deeper, because they belong to it. */
export function entryLines(text: string, { span }: Entry): Span {
  const column = columnOf(text, span[0]);
  let end = lineEnd(text, span[1]);
  for (let at = end; at < text.length;) {
    const line: Span = [at, lineEnd(text, at)];
    const comment = commentColumn(text, line);
    if (comment === undefined ? !isBlank(text, line) : comment <= column) break;
    if (comment !== undefined) end = line[1];
    at = line[1];
  }
  return [lineStart(text, span[0]), end];
}

/** True if blank lines separate all entries. False for a single entry, which shows no separation. */
function setApart(text: string, entries: readonly Entry[]): boolean {
  const starts = entries.slice(1).map(({ span }) => {
    const [from] = commentAbove(text, lineStart(text, span[0]), columnOf(text, span[0]));
    return isBlank(text, lineAbove(text, from));
  });
  return starts.length > 0 && starts.every(Boolean);
}

/** Removes lines, and at most one of the blank lines around them. */
export function cut(text: string, [from, to]: Span, { entries, index }: Seat): Splice {
  const above = lineAbove(text, from);
  const below: Span = [to, lineEnd(text, to)];
  const last = index === entries.length - 1;
  if (isBlank(text, above) && (last || isBlank(text, below))) return whole(text, above[0], to);
  const keepsComment = above !== undefined && commentColumn(text, above) !== undefined;
  if (index === 0 && !keepsComment && isBlank(text, below)) return whole(text, from, below[1]);
  return whole(text, from, to);
}

/** Removes whole lines. A text that did not end with a newline does not end with one afterwards. */
function whole(text: string, from: number, to: number): Splice {
  const open = to === text.length && !text.endsWith('\n');
  const newline = open ? (/\r?\n$/.exec(text.slice(0, from))?.[0].length ?? 0) : 0;
  return { from: from - newline, to, text: '' };
}

/** Inserts lines below the last entry, separated as the entries are. */
export function below(text: string, entries: readonly Entry[], added: { text: string; eol: string }): Splice {
  const last = entries.at(-1);
  const end = last ? entryLines(text, last)[1] : text.length;
  const { eol } = added;
  const apart = setApart(text, entries) ? eol : '';
  const open = end > 0 && text[end - 1] !== '\n';
  const lines = open ? eol + apart + added.text : apart + added.text + eol;
  return { from: end, to: end, text: lines };
}
