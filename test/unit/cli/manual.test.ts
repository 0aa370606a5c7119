// Names of programs and options: cspell:ignore mandoc Tascii Owidth Tlint Wstyle
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { manualPage } from '../../../build/man.ts';
import { EXIT } from '../../../src/errors/errors.ts';
import { COMMANDS, commandsIn } from './commands.ts';

const mandoc = (...args: readonly string[]) =>
  spawnSync('mandoc', args, { input: manualPage(), encoding: 'utf8' });
const shown = () =>
  mandoc('-Tascii', '-Owidth=1000')
    // Bold and underlined characters are printed over others.
    .stdout.replace(/.\u0008/g, '')
    .replace(/[ \n]+/g, ' ');

describe('the man page', () => {
  test('has no fault that mandoc finds', () => {
    expect(mandoc('-Tlint', '-Wstyle')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('has every command with its summary, flags and examples as they are declared', () => {
    const page = shown();
    for (const { path, command } of commandsIn(COMMANDS)) {
      expect(page).toContain(`${command.summary}.`);
      for (const [name, { describe: description }] of Object.entries(command.flags)) {
        expect(page).toContain(`--${name}`);
        expect(page).toContain(String(description));
      }
      for (const [args, purpose] of command.examples)
        expect(page).toContain(`${purpose}: quorate ${path.join(' ')} ${args}`);
    }
  });

  test('has every exit code with its meaning and the next action', () => {
    const page = shown();
    for (const code of Object.values(EXIT)) expect(page).toMatch(new RegExp(` ${code} Meaning: `));
    expect(page).toContain('7 Meaning: refused to protect the cluster');
  });

  test('is listed in package.json, so that npm installs it', () => {
    const { man, files } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      man: string | readonly string[];
      files: readonly string[];
    };
    expect([man].flat()).toEqual(['./dist/man/quorate.1']);
    expect(files).toEqual(expect.arrayContaining(['dist/man', 'dist/completions']));
  });
});
