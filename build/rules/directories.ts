/**
 * Fails if a directory below `src` has more entries than the table of modules allows, or no public interface:
 * `tsx build/rules/directories.ts [ROOT]`.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import modules from './modules.cjs';

const { MOST_ENTRIES, REGISTRIES, INTERFACES, ALL_PUBLIC } = modules;
const root = join(process.argv[2] ?? process.cwd(), 'src');

function directoriesBelow(directory: string): readonly string[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  const children = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name));
  return children.flatMap((child) => [child, ...directoriesBelow(child)]);
}

function crowded(name: string): readonly string[] {
  const entries = readdirSync(join(root, name)).length;
  if (entries <= MOST_ENTRIES || REGISTRIES.includes(name)) return [];
  return [`${entries} entries, at most ${MOST_ENTRIES}: divide it by subject`];
}

function unrestricted(name: string): readonly string[] {
  if (name in INTERFACES || ALL_PUBLIC.includes(name)) return [];
  return ['no public interface: list its public files in build/rules/interfaces.cjs'];
}

const faults = directoriesBelow(root)
  .map((directory) => relative(root, directory))
  .flatMap((name) => [...crowded(name), ...unrestricted(name)].map((fault) => `src/${name}: ${fault}`));

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
