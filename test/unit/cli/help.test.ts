import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { readCommandLine } from '../../../src/cli/arguments/read.ts';
import { SECTIONS } from '../../../src/cli/command-table.ts';
import { main } from '../../../src/cli/main.ts';
import { COMMANDS, commandsIn } from './commands.ts';
import { fakeEdges } from './edges.ts';

async function help(...path: readonly string[]): Promise<string> {
  const fake = fakeEdges();
  expect(await main([...path, '--help'], fake.edges)).toBe(0);
  expect(fake.stderr()).toBe('');
  return fake.stdout();
}

/** The words that a shell makes of a command line. */
function words(line: string): readonly string[] {
  return execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

describe('the help of the program', () => {
  test('lists every command once, with its summary, in five groups', async () => {
    const text = await help();
    const titles = [...text.matchAll(/^(\w[^:\n]*):$/gm)].map(([, title]) => title);
    expect(titles).toEqual(['Set up', 'Look', 'Deploy', 'Day 2', 'Secrets and certificates', 'Options']);
    const listed = [...text.matchAll(/^ {2}([a-z][a-z0-9-]*) {2,}\S/gm)].map(([, name]) => name);
    expect(listed).toEqual(COMMANDS.map(({ name }) => name));
    for (const { summary } of COMMANDS) expect(text.replace(/\s+/g, ' ')).toContain(summary);
  });

  test('fits into 80 columns', async () => {
    const lines = (await help()).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('has a group for every command', () => {
    expect(SECTIONS.filter(({ commands }) => commands.length === 0)).toEqual([]);
  });
});

describe('each example', () => {
  const examples = commandsIn(COMMANDS).flatMap(({ path, command }) =>
    command.examples.map(([args, purpose]) => [path.join(' '), args, purpose] as const),
  );

  test.each(examples)('is a command line that the program accepts: %s %s', (name, args) => {
    const line = readCommandLine(words(`${name} ${args}`), COMMANDS);
    expect(line).toMatchObject({ kind: 'command', command: { name: name.split(' ').at(-1) } });
  });

  test('is printed by the help of its command, below its purpose', async () => {
    for (const [name, args, purpose] of examples)
      expect(await help(...name.split(' '))).toContain(`  ${purpose}:\n    quorate ${name} ${args}\n`);
  });

  test('occurs once: the two of a command differ', () => {
    const lines = examples.map(([name, args]) => `${name} ${args}`);
    expect(new Set(lines).size).toBe(lines.length);
  });
});
