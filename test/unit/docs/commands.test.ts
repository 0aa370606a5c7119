import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { readCommandLine } from '../../../src/cli/arguments/read.ts';
import { COMMANDS } from '../cli/commands.ts';
import { BLOCKS, commandsOf, QUOTED } from './documents.ts';

/** Values for positional arguments that a sentence leaves out, as in `quorate deploy`. */
const LEFT_OUT = ['', ' inventory.yaml', ' inventory.yaml host1', ' inventory.yaml host1 host2'];

function words(line: string): readonly string[] {
  return execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

function kindOf(line: string): string {
  return readCommandLine(words(line.replace(/^quorate /, '')), COMMANDS).kind;
}

const scripts = BLOCKS.filter(({ language }) => language === 'sh');
const commands = BLOCKS.flatMap(({ where, text }) => commandsOf(text).map((line) => [where, line] as const));

describe('in the README and the documents', () => {
  test('there are commands', () => {
    expect(commands.length).toBeGreaterThan(20);
  });

  test.each(scripts)('the shell reads $where', ({ text }) => {
    execFileSync('bash', ['-n', '-c', text]);
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

  const quoted = QUOTED.filter(([, text]) => /^quorate [a-z]/.test(text) && !text.includes('…'));

  test.each(quoted)('%s: the program accepts %s', (_, line) => {
    const kinds = LEFT_OUT.map((more) => kindOf(line.replace(/[[\]|]/g, '') + more));
    expect(kinds).toContain('command');
  });
});
