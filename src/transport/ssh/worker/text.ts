import type { Section } from './frame.ts';

/** The stdout of a section as text. */
export function outOf(section: Section | undefined): string {
  return section?.out.toString('utf8') ?? '';
}

/** Trimmed lines without empty ones. */
export function trimmedLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The last lines of a host's output, for a problem. */
export function lastLines(text: string): readonly string[] {
  return trimmedLines(text).slice(-5);
}
