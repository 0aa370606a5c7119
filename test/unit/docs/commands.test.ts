import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { readCommandLine } from '../../../src/cli/arguments/read.ts';
import { COMMANDS } from '../cli/commands.ts';
import { BLOCKS, commandsOf, QUOTED } from './documents.ts';

/** Values for positional arguments that a sentence leaves out, as in `quorate deploy`. */
const LEFT_OUT = ['', ' inventory.yaml', ' inventory.yaml host1', ' inventory.yaml host1 host2'];

const scripts = BLOCKS.filter(({ language }) => language === 'sh');
const commands = BLOCKS.flatMap(({ where, text }) => commandsOf(text).map((line) => [where, line] as const));
const quoted = QUOTED.filter(([, text]) => /^quorate [a-z]/.test(text) && !text.includes('…'));
const complete = (line: string): string[] => LEFT_OUT.map((more) => line.replace(/[[\]|]/g, '') + more);
const wordsOf = splitByShell([
  ...commands.map(([, line]) => line),
  ...quoted.flatMap(([, line]) => complete(line)),
]);

/** The words of each line. One shell splits all lines: a start of a shell by a large process takes up to a second. */
function splitByShell(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const script = lines.map((line) => `printf '%s\\0' ${line}; printf '\\n\\0'`).join('\n');
  const output = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
  const found = output.split('\n\0').map((words) => words.split('\0').slice(0, -1));
  return new Map(lines.map((line, index) => [line, found[index] ?? []]));
}

/** Returns the errors that `bash -n` prints for each script, in the same order; an empty text if the shell reads it. */
function shellErrors(texts: readonly string[]): readonly string[] {
  const loop = `for text; do bash -n -c "$text" 2>&1; printf '\\0'; done`;
  return execFileSync('bash', ['-c', loop, 'bash', ...texts], { encoding: 'utf8' }).split('\0');
}

function kindOf(line: string): string {
  const words = wordsOf.get(line) ?? [];
  return readCommandLine(words.slice(1), COMMANDS).kind;
}

describe('in the README and the documents', () => {
  test('there are commands', () => {
    expect(commands.length).toBeGreaterThan(20);
  });

  const errors = shellErrors(scripts.map(({ text }) => text));

  test.each(scripts.map(({ where }, index) => [where, errors[index]]))('the shell reads %s', (_, error) => {
    expect(error).toBe('');
  });

  test.each(commands)('%s: the program accepts %s', (_, line) => {
    expect(kindOf(line)).toBe('command');
  });

  test.each(BLOCKS.filter(({ language }) => language === 'yaml'))('$where is YAML', ({ text }) => {
    expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
  });

  test.each(BLOCKS.filter(({ language }) => language === 'json'))('$where is JSON', ({ text }) => {
    for (const line of text.trim().split('\n')) JSON.parse(line);
  });

  test.each(quoted)('%s: the program accepts %s', (_, line) => {
    expect(complete(line).map(kindOf)).toContain('command');
  });
});
