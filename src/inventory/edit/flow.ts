import type { Node, YAMLSeq } from 'yaml';
import type { YamlSource, Span } from '../yaml/source.ts';
import { withComment } from './comment.ts';
import type { Names } from './comment.ts';
import { cut } from './entry.ts';
import { beginsLine, columnOf, eolAt, lineEnd, lineStart } from './lines.ts';
import type { Entry, Seat, Splice } from './lines.ts';
import { entryLike } from './style.ts';
import type { NameAndAddress } from './style.ts';

/** The entries of a list in brackets. */
export function flowEntries({ text }: YamlSource, list: YAMLSeq): readonly Entry[] {
  return (list.items as Node[]).map((node) => {
    const [start, end] = node.range ?? [0, 0];
    const anchor = 'anchor' in node && node.anchor ? text.lastIndexOf(`&${node.anchor}`, start) : start;
    return { node, span: [anchor, end] };
  });
}

/**
 * Adds a host to a list in brackets, separated as its other hosts are. A comment after the last host stays with that
 * host.
 */
export function addToFlow(
  source: YamlSource,
  entries: readonly Entry[],
  host: NameAndAddress,
): readonly Splice[] {
  const { text } = source;
  const [start, end] = entries.at(-1)?.span ?? [0, 0];
  const entry = entryLike(source, entries, host);
  const { comma, commented } = behind(text, end);
  if (!commented) return [{ from: end, to: end, text: separator(text, entries) + entry }];
  const line = lineEnd(text, end);
  const indent = ' '.repeat(columnOf(text, start));
  const added = { from: line, to: line, text: indent + entry + (comma ? ',' : '') + eolAt(text, end) };
  return comma ? [added] : [{ from: end, to: end, text: ',' }, added];
}

/** Removes a host with its comments and one comma; undefined if a comment in between may belong to another host. */
export function cutFromFlow({ text }: YamlSource, seat: Seat, names: Names): readonly Splice[] | undefined {
  const entry = seat.entries[seat.index];
  if (!entry) return undefined;
  const { endsLine } = behind(text, entry.span[1]);
  return endsLine && beginsLine(text, entry.span[0])
    ? cutLines(text, { seat, entry }, names)
    : cutWithin(text, { seat, entry });
}

interface Seated {
  readonly seat: Seat;
  readonly entry: Entry;
}

/**
 * Removes an entry on its own lines. The entry that becomes the last one loses its comma if the removed one had none.
 */
function cutLines(text: string, { seat, entry: { span } }: Seated, names: Names): readonly Splice[] {
  const lines: Span = [lineStart(text, span[0]), lineEnd(text, span[1])];
  const away = cut(text, withComment(text, lines, { seat, names }), seat);
  const last = seat.index === seat.entries.length - 1 && !behind(text, span[1]).comma;
  const before = seat.entries[seat.index - 1];
  const unneeded = last && before ? text.indexOf(',', before.span[1]) : -1;
  return unneeded < 0 ? [away] : [{ from: unneeded, to: unneeded + 1, text: '' }, away];
}

function cutWithin(text: string, { seat, entry: { span } }: Seated): readonly Splice[] | undefined {
  const [before, after] = [seat.entries[seat.index - 1], seat.entries[seat.index + 1]];
  const [from, to] = after ? [span[0], after.span[0]] : [before?.span[1] ?? span[0], span[1]];
  const between = after ? text.slice(span[1], to) : text.slice(from, span[0]);
  return /^\s*,\s*$/.test(between) ? [{ from, to, text: '' }] : undefined;
}

/** Describes the rest of an entry's line: whether it has a comma, a comment, and no other text. */
function behind(text: string, end: number) {
  const [, comma = '', comment = '', rest = ''] =
    /^[ \t]*(,?)[ \t]*(#[^\n]*)?([^\n]*)/.exec(text.slice(end)) ?? [];
  return { comma: comma !== '', commented: comment !== '', endsLine: rest.trim() === '' };
}

function separator(text: string, entries: readonly Entry[]): string {
  const [before, last] = [entries.at(-2), entries.at(-1)];
  const between = before && last ? text.slice(before.span[1], last.span[0]) : '';
  if (/^\s*,\s*$/.test(between)) return between;
  const [start, end] = last?.span ?? [0, 0];
  return beginsLine(text, start) ? `,${eolAt(text, end)}${' '.repeat(columnOf(text, start))}` : ', ';
}
