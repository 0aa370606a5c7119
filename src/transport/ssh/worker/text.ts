import type { Section } from './frame.ts';

/** What a section printed on stdout, as text. */
export function outOf(section: Section | undefined): string {
  return section?.out.toString('utf8') ?? '';
}

/** The lines that say something. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The last lines of what a host printed, to be shown under a problem. */
export function lastLines(text: string): readonly string[] {
  return linesOf(text).slice(-5);
}
