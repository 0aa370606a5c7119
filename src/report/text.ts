import type { EpochMs } from '../model/duration.ts';
import { printable, type Rendered } from '../model/rendered.ts';
import { displayWidth } from './width.ts';

/** Columns of text for people, on a wider terminal too. */
export const TEXT_WIDTH = 80;

/** Breaks one line at spaces. A word that is longer than the width is broken inside. */
export function wrap(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line ? `${line} ${word}` : word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

/** Truncates a text to `width` columns. An ellipsis shows that something is left out. */
export function fit(text: string, width: number): string {
  if (text.length <= width && displayWidth(text) <= width) return text;
  if (width <= 0) return '';
  let [kept, used] = ['', 0];
  for (const character of text) {
    used += displayWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Joins lines and replaces tabs, whose width depends on their column. */
export function oneLine(text: string): string {
  return text.replace(/[\t\n]+/g, ' ');
}

/** Wraps a text at `width` columns, with `first` before the first line and as many spaces before each other line. */
export function hang(first: string, text: Rendered, width: number): readonly string[] {
  const rest = ' '.repeat(first.length);
  const lines = printable(text)
    .split('\n')
    .flatMap((line) => wrap(line, width - first.length));
  return lines.map((line, index) => ((index === 0 ? first : rest) + line).trimEnd());
}

/** A warning for people, at most 80 columns wide. */
export function warningText(text: Rendered): string {
  return hang('warning: ', text, 80).join('\n');
}

/** Rows of cells as aligned columns, two spaces apart; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `1 host`, `3 hosts`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** `02:07`, `1:02:07`: whole seconds, so that a screen changes once a second. @param ms milliseconds */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const hours = seconds >= 3600 ? `${Math.floor(seconds / 3600)}:` : '';
  return `${hours}${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}

/** Terminal colors by meaning. They are readable on light and on dark backgrounds. */
export interface Paint {
  readonly bad: (text: string) => string;
  readonly good: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
}

const same = (text: string) => text;
export const PLAIN: Paint = { bad: same, good: same, strong: same, quiet: same };
export const COLOR: Paint = {
  bad: (text) => `\u001b[31m${text}\u001b[39m`,
  good: (text) => `\u001b[32m${text}\u001b[39m`,
  strong: (text) => `\u001b[1m${text}\u001b[22m`,
  quiet: (text) => `\u001b[2m${text}\u001b[22m`,
};

/** A time in UTC: `2026-11-30 12:00:03`. */
export function timeText(at: EpochMs): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
