import type { Span } from '../yaml/source.ts';
import { commentColumn, isBlank, lineAbove, lineEnd } from './lines.ts';
import type { Seat } from './lines.ts';

/** The words in a comment that refer to a host or to other hosts: their names and addresses. */
export interface Names {
  readonly own: readonly string[];
  readonly others: readonly string[];
}

/** Returns the span of the comment lines directly above `start` that begin in this column. */
export function commentAbove(text: string, start: number, column: number): Span {
  let from = start;
  for (let line = lineAbove(text, from); line; line = lineAbove(text, from)) {
    if (commentColumn(text, line) !== column) break;
    from = line[0];
  }
  return [from, start];
}

/**
 * A host's lines with the comment directly above, if the comment is about this host alone: it contains the host's name,
 * or no name and no other host follows directly. A comment above several hosts may be a heading, and stays.
 */
export function withComment(text: string, lines: Span, of: { seat: Seat; names: Names }): Span {
  const column = /^ */.exec(text.slice(...lines))?.[0].length ?? 0;
  const comment = commentAbove(text, lines[0], column);
  const words = text.slice(...comment);
  const next: Span = [lines[1], lineEnd(text, lines[1])];
  const last = of.seat.index === of.seat.entries.length - 1;
  const alone = last || isBlank(text, next) || commentColumn(text, next) !== undefined;
  const own = mentions(words, of.names.own) || (alone && !mentions(words, of.names.others));
  return own ? [comment[0], lines[1]] : lines;
}

function mentions(comment: string, words: readonly string[]): boolean {
  return words.some((word) => {
    const literal = word.replaceAll(/[^A-Za-z0-9]/g, '\\$&');
    return new RegExp(`(?<![\\w.-])${literal}(?![\\w-])`).test(comment);
  });
}
