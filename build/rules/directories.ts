/** Fails if a directory below `src` has more entries than the table of modules allows: `tsx build/rules/directories.ts [ROOT]`. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import modules from './modules.cjs';

const { MOST_ENTRIES, REGISTRIES } = modules;
const root = join(process.argv[2] ?? process.cwd(), 'src');

function directoriesBelow(directory: string): readonly string[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  const children = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name));
  return children.flatMap((child) => [child, ...directoriesBelow(child)]);
}

const crowded = directoriesBelow(root)
  .map((directory) => ({ name: relative(root, directory), entries: readdirSync(directory).length }))
  .filter(({ name, entries }) => entries > MOST_ENTRIES && !REGISTRIES.includes(name));

for (const { name, entries } of crowded)
  console.error(`src/${name}: ${entries} entries, at most ${MOST_ENTRIES}: divide it by subject`);
process.exitCode = crowded.length > 0 ? 1 : 0;
