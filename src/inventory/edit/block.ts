import type { Node, YAMLSeq } from 'yaml';
import type { YamlSource } from '../yaml/source.ts';
import { withComment } from './comment.ts';
import type { Names } from './comment.ts';
import { below, cut, endOf, entryLines } from './entry.ts';
import { beginsLine, columnOf, eolAt } from './lines.ts';
import type { Entry, Seat, Splice } from './lines.ts';
import { entryLike } from './style.ts';
import type { NameAndAddress } from './style.ts';

/** The entries of a list with dashes; undefined if a dash does not begin its line. */
export function blockEntries(source: YamlSource, list: YAMLSeq): readonly Entry[] | undefined {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') return undefined;
  const dashes = token.items.flatMap(({ start }) =>
    start.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset),
  );
  const nodes = list.items as Node[];
  if (dashes.length !== nodes.length || !dashes.every((dash) => beginsLine(source.text, dash)))
    return undefined;
  return nodes.map((node, index) => ({ node, span: [dashes[index] ?? 0, endOf(source, node)] }));
}

/** Adds a host to a list with dashes, below the lines of its last host. */
export function addToBlock(
  source: YamlSource,
  entries: readonly Entry[],
  host: NameAndAddress,
): readonly Splice[] {
  const { text } = source;
  const [start, end] = entries.at(-1)?.span ?? [0, 0];
  const indent = ' '.repeat(columnOf(text, start));
  return [below(text, entries, { text: indent + entryLike(source, entries, host), eol: eolAt(text, end) })];
}

/**
 * Removes a host's lines with its comments: on the same line, below with deeper indentation, and directly above if the
 * comment is about this host alone.
 */
export function cutFromBlock({ text }: YamlSource, seat: Seat, names: Names): readonly Splice[] {
  const entry = seat.entries[seat.index];
  return entry ? [cut(text, withComment(text, entryLines(text, entry), { seat, names }), seat)] : [];
}
