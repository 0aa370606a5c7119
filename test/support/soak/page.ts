import type { Section } from './sections.ts';

export interface Row {
  readonly what: string;
  readonly outcome: string;
  readonly seconds: string;
}

const HEAD = `# The soak test

Written by \`npm run test:soak\`, section by section.
`;

/** Replaces the results of a section in the page, or appends the section. */
export function pageWith(
  page: string,
  { title, text }: Pick<Section, 'title' | 'text'>,
  { about, rows }: { about: string; rows: readonly Row[] },
): string {
  const lines = rows.map(({ what, outcome, seconds }) => `| ${what} | ${outcome} | ${seconds} |`);
  const section = `${title}\n\n${text}\n\n${about}\n\n| what | outcome | seconds |\n|---|---|---:|\n${lines.join('\n')}\n`;
  const [, ...sections] = page.split('\n## ');
  const place = sections.findIndex((other) => other.startsWith(`${title}\n`));
  const all = place < 0 ? [...sections, section] : sections.with(place, section);
  return [HEAD, ...all].join('\n## ');
}

/** The lines about a section's runs: commit, seed and time of each, and the row with which it starts. */
export function aboutIn(page: string, section: Pick<Section, 'title'>): readonly string[] {
  return sectionIn(page, section)
    .split('\n')
    .filter((line) => /^(Commit [0-9a-f]+\b|From row \d+ on:)/.test(line));
}

function sectionIn(page: string, { title }: Pick<Section, 'title'>): string {
  return page.split('\n## ').find((one) => one.startsWith(`${title}\n`)) ?? '';
}

/** The results of a section in the page. */
export function rowsIn(page: string, section: Pick<Section, 'title'>): readonly Row[] {
  const lines = sectionIn(page, section).split('\n');
  const rows = lines.flatMap((line) => /^\| (.*) \| (\w+) \| (\d*) \|$/.exec(line) ?? []);
  return Array.from({ length: rows.length / 4 }, (_, i) => ({
    what: rows[4 * i + 1] ?? '',
    outcome: rows[4 * i + 2] ?? '',
    seconds: rows[4 * i + 3] ?? '',
  }));
}
