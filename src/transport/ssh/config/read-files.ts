import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { readLocalFile } from '../../../errors/local-file.ts';
import { matchesPattern } from './match.ts';
import { wordsOf } from './words.ts';
import type { ConfigLine, ConfigSection } from './words.ts';

interface Place {
  readonly home: string;
  /** The directory of relative paths in Include. */
  readonly directory: string;
  readonly sections: readonly ConfigSection[];
  readonly depth: number;
}

/** The nesting of Include that OpenSSH accepts. */
const DEEPEST = 16;

/** Reads a file of ssh_config with the files that it includes. A missing file has no lines. */
export function readConfigFile(file: string, home: string): Promise<readonly ConfigLine[]> {
  return readFile(file, { home, directory: dirname(file), sections: [], depth: 0 });
}

async function readFile(file: string, place: Place): Promise<readonly ConfigLine[]> {
  const text = await readLocalFile(file).then(
    ({ bytes }) => bytes.toString('utf8'),
    () => '',
  );
  const lines: ConfigLine[] = [];
  let { sections } = place;
  for (const [index, line] of text.split('\n').entries()) {
    const parsed = wordsOf(line);
    if (!parsed) continue;
    const at = `${file}:${index + 1}`;
    if (parsed.keyword === 'host' || parsed.keyword === 'match') {
      // A section without settings may still ask for the final pass.
      lines.push({ ...parsed, at, sections: place.sections });
      sections = [...place.sections, { ...parsed, at }];
    } else if (parsed.keyword === 'include')
      lines.push(...(await included(parsed.words, { ...place, sections, depth: place.depth + 1 })));
    else lines.push({ ...parsed, at, sections });
  }
  return lines;
}

async function included(patterns: readonly string[], place: Place): Promise<readonly ConfigLine[]> {
  if (place.depth > DEEPEST) return [];
  const lines: ConfigLine[] = [];
  for (const pattern of patterns)
    for (const file of await filesOf(absolute(pattern, place))) lines.push(...(await readFile(file, place)));
  return lines;
}

function absolute(path: string, { home, directory }: Place): string {
  if (path.startsWith('~/')) return join(home, path.slice(2));
  return isAbsolute(path) ? path : resolve(directory, path);
}

/** Returns the paths that a pattern with `*` and `?` matches, in the order of their names. */
async function filesOf(pattern: string): Promise<readonly string[]> {
  if (!/[*?]/.test(pattern)) return [pattern];
  const directories = await filesOf(dirname(pattern));
  const name = pattern.slice(dirname(pattern).length + 1);
  const found = await Promise.all(directories.map((directory) => matching(directory, name)));
  return found.flat();
}

async function matching(directory: string, pattern: string): Promise<readonly string[]> {
  if (!/[*?]/.test(pattern)) return [join(directory, pattern)];
  const names = await readdir(directory).catch(() => []);
  const visible = names.filter((name) => pattern.startsWith('.') || !name.startsWith('.'));
  return visible
    .filter((name) => matchesPattern(name, pattern))
    .sort()
    .map((name) => join(directory, name));
}
