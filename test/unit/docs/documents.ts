import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A block of code in a document, with the language that its fence names. */
interface Block {
  /** `docs/plan.md:12` */
  readonly where: string;
  readonly language: string;
  readonly text: string;
}

/** The pages for operators, with the README. */
export const FILES = ['README.md', 'CONTRIBUTING.md', ...pagesBelow('docs')];

export const BLOCKS: readonly Block[] = FILES.flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].map(
    ([, language = '', body = ''], index) => ({
      where: `${file}, block ${index + 1}`,
      language,
      text: body,
    }),
  );
});

/** Text that is marked as code outside of blocks, with the file. */
export const QUOTED: readonly (readonly [string, string])[] = FILES.flatMap((file) => {
  const text = readFileSync(file, 'utf8').replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...text.matchAll(/`([^`]+)`/g)].map(
    ([, quoted = '']) => [file, quoted.replace(/\s+/g, ' ')] as const,
  );
});

function pagesBelow(directory: string): readonly string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.md')).map((name) => join(directory, name));
}

/** The commands of a shell script that start Quorate, without line continuations, comments and output files. */
export function commandsOf(script: string): readonly string[] {
  return script
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => line.split(/ && | \|\| | \| /))
    .map((line) => line.replace(/^[\s$]*|\s+#.*$|\s*>\s*\S+.*$/g, ''))
    .filter((line) => line.startsWith('quorate '));
}
