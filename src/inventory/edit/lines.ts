import type { Node } from 'yaml';
import type { Span } from '../yaml/source.ts';

/** Replaces a stretch of a text; `from` equal to `to` inserts. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** One host in its list, or one section: from its dash, key or bracket to the end of its value. */
export interface Entry {
  readonly span: Span;
  readonly node: Node;
}

/** Among its siblings, for what stands between them. */
export interface Seat {
  readonly entries: readonly Entry[];
  readonly index: number;
}

/** The text after all splices, which do not overlap. */
export function applied(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.from - a.from)
    .reduce((result, { from, to, text: added }) => result.slice(0, from) + added + result.slice(to), text);
}

/** Offset of the first character of the line. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Offset behind the line's end, its newline included. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** Does nothing but space stand before it in its line? */
export const beginsLine = (text: string, offset: number): boolean =>
  /^ *$/.test(text.slice(lineStart(text, offset), offset));

/** How the line ends, or the text's first one if it is the last and has no end. */
export function eolAt(text: string, offset: number): string {
  const own = text.slice(offset, lineEnd(text, offset));
  return /\r?\n$/.exec(own)?.[0] ?? /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The line before the one that begins here; nothing before the first. */
export function lineAbove(text: string, start: number): Span | undefined {
  return start === 0 ? undefined : [lineStart(text, start - 1), start];
}

/** `undefined` and an empty line both hold nothing, but only a line that is there can be taken away. */
export const isBlank = (text: string, line: Span | undefined): line is Span =>
  line !== undefined && line[1] > line[0] && text.slice(...line).trim() === '';

/** The column of the comment that the line consists of. */
export function commentColumn(text: string, [start, end]: Span): number | undefined {
  return /^( *)#/.exec(text.slice(start, end))?.[1]?.length;
}
