import type { Node } from 'yaml';
import type { Span } from '../yaml/source.ts';

/** Replaces part of a text; inserts if `from` equals `to`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A host in its list, or a section: from its dash, key or bracket to the end of its value. */
export interface Entry {
  readonly span: Span;
  readonly node: Node;
}

/** The position of an entry among its siblings. */
export interface Seat {
  readonly entries: readonly Entry[];
  readonly index: number;
}

/** Applies splices that do not overlap. */
export function applied(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.from - a.from)
    .reduce((result, { from, to, text: added }) => result.slice(0, from) + added + result.slice(to), text);
}

/** Offset of the first character of the line. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Offset after the line, including its newline. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** True if only spaces precede the offset on its line. */
export const beginsLine = (text: string, offset: number): boolean =>
  /^ *$/.test(text.slice(lineStart(text, offset), offset));

/** The line break after the offset; if its line has none, the first line break of the text. */
export function eolAt(text: string, offset: number): string {
  const own = text.slice(offset, lineEnd(text, offset));
  return /\r?\n$/.exec(own)?.[0] ?? /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The line before the one that begins here; undefined for the first line. */
export function lineAbove(text: string, start: number): Span | undefined {
  return start === 0 ? undefined : [lineStart(text, start - 1), start];
}

/** True for an existing line without text. */
export const isBlank = (text: string, line: Span | undefined): line is Span =>
  line !== undefined && line[1] > line[0] && text.slice(...line).trim() === '';

/** The column of the comment, if the line is only a comment. */
export function commentColumn(text: string, [start, end]: Span): number | undefined {
  return /^( *)#/.exec(text.slice(start, end))?.[1]?.length;
}
