import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(root, 'docs/architecture/walks.md'), 'utf8');

interface Listed {
  readonly file: string;
  readonly text: string;
}

/** The files that each section of the page lists, in reading order. */
const WALKS: readonly (readonly [title: string, files: readonly Listed[]])[] = page
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [title = ''] = section.split('\n');
    const entries = section.matchAll(/^\d+\. `([^`]+)`: (.+(?:\n {3,}.+)*)/gm);
    return [
      title,
      [...entries].map(([, file = '', text = '']) => ({ file, text: text.replace(/\s+/g, ' ') })),
    ];
  });

const TABLES = [
  'src/cli/command-table.ts',
  'src/platforms/cloudify/platform.ts',
  'src/gates/shared-gates.ts',
];
const isTable = (file: string) =>
  TABLES.includes(file) || /^src\/(registry|platforms\/\w+)\/\w+\.ts$/.test(file);

const contents = (file: string) => readFileSync(join(root, file), 'utf8');

/** The files that a file imports, statically or on demand. A playbook names phases and gates, which the tables list. */
function importsOf(file: string): readonly string[] {
  if (!file.endsWith('.ts')) return TABLES;
  const paths = contents(file).matchAll(/(?:from |import\()'(\.[^']+)'/g);
  return [...paths].map(([, path = '']) => join(file, '..', path));
}

/** The files that a file imports, and those that it finds by name in a table. */
function calledFrom(file: string, byName: boolean): ReadonlySet<string> {
  const found = new Set(importsOf(file));
  if (!byName) return found;
  for (const imported of found)
    if (isTable(imported)) for (const next of importsOf(imported)) found.add(next);
  return found;
}

/** True if both files import this one: one file makes the value, the other receives it. */
function share(shared: string, one: string, other: string): boolean {
  return [one, other].every((file) => importsOf(file).includes(shared));
}

/** True if one of the files above leads to this file in the way that the page says. */
function isReached({ file, text }: Listed, above: readonly string[]): boolean {
  const isFirst = above.every((other) => !other.endsWith('.ts')) && !text.includes('by name');
  return (
    isFirst ||
    above.some((other) => {
      if (text.includes('through the port')) return share('src/transport/port.ts', other, file);
      if (text.includes('in the plan'))
        return ['plan', 'step'].some((name) => share(`src/model/plan/${name}.ts`, other, file));
      return calledFrom(other, text.includes('by name')).has(file);
    })
  );
}

test('the page describes five walks', () => {
  expect(WALKS.map(([title]) => title)).toEqual([
    'The mandated order',
    'The broker phase',
    'How a removal is proved',
    'One file written on a host',
    '`remove-broker`, from the shell to the host',
  ]);
});

describe.each(WALKS)('%s', (_title, files) => {
  test('lists at least two files, and each of them exists', () => {
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('reaches each file from a file above it', () => {
    const names = files.map(({ file }) => file);
    expect(files.filter((listed, i) => !isReached(listed, names.slice(0, i)))).toEqual([]);
  });

  test('says how each file is reached only where no file above imports it', () => {
    const indirect = files.filter(({ text }) => /by name|in the plan|through the port/.test(text));
    const names = files.map(({ file }) => file);
    const imported = indirect.filter(({ file }) =>
      names
        .slice(0, names.indexOf(file))
        .some((other) => other.endsWith('.ts') && importsOf(other).includes(file)),
    );
    expect(imported).toEqual([]);
  });
});

test('remove-broker is read in at most 14 files', () => {
  const [, files = []] = WALKS.find(([title]) => title.includes('remove-broker')) ?? [];
  expect(files.at(0)?.file).toBe('src/cli/quorate.ts');
  expect(files.at(-1)?.file).toBe('src/transport/ssh/scripts/change.ts');
  expect(files.length).toBeLessThanOrEqual(14);
});
