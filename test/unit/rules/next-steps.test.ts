import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../cli/commands.ts';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
const textOf = (path: string) => readFileSync(join(SRC, path), 'utf8');

/** Lines of code, without comments. */
const linesOf = (path: string) =>
  textOf(path)
    .split('\n')
    .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line));

/** Text that becomes a file, or prints paths that the operator gave. */
const WRITERS: readonly RegExp[] = [
  /^model\/next-step\.ts$/,
  /^inventory\/draft\.ts$/,
  /^cli\/(init|inspect|certificates|arguments)\//,
];

/** The command line of the program within a text. */
const COMMAND_LINE =
  /['"`][^'"`]*\bquorate (add|remove|deploy|plan|verify|status|recover|switchover|replace|restart|validate|certificates|secrets|rehearse)\b/;

/** The advice to run the command of this run again, within a text. */
const AGAIN = /['"`][^'"`]*\b(same command|(run|repeat) (the|this) command (again|with)|run (\w+ )?again)\b/i;

/** Text that is no next step of a problem: `RUN_AGAIN` itself, the last line about an unfinished run, the runbook. */
const WRITERS_OF_AGAIN: readonly string[] = [
  'model/next-step.ts',
  'report/run/summary.ts',
  'report/plan/runbook.ts',
  // The summary of `explain`.
  'cli/commands/explain.ts',
];

/** May turn rendered text into a string: the writers, and what hands it to an interface of another program. */
const PRINTERS: readonly RegExp[] = [
  /^model\/(rendered|next-step)\.ts$/,
  /^report\//,
  /^cli\/inspect\/recover\.ts$/,
  // Prints a topic, or the facts of an event with their result.
  /^cli\/arguments\/explain\//,
  // The problem of an included file becomes a finding about the line that includes it.
  /^inventory\/load\.ts$/,
  // The message of an Error.
  /^transport\/ssh\/connect\/handshake\/handshake-failed\.ts$/,
  // Prints the reason for each file that is written.
  /^certificates\/issue\/reason-to-issue\.ts$/,
];

describe('a command of the program that a message suggests', () => {
  test('is data, so that it is printed with the real inventory', () => {
    const found = files
      .filter((path) => !WRITERS.some((writer) => writer.test(path)))
      .flatMap((path) =>
        linesOf(path)
          .filter((line) => COMMAND_LINE.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(found).toEqual([]);
  });

  test('is data if it is the command of this run', () => {
    const found = files
      .filter((path) => !WRITERS_OF_AGAIN.includes(path))
      .flatMap((path) =>
        linesOf(path)
          .filter((line) => AGAIN.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(found).toEqual([]);
  });

  test.each([
    "next: 'fix the cause, then run the same command again',",
    'const next = `if ${host} is lost, repeat the command with --lost`;',
    "next: 'set EDITOR, then run the command again',",
    "next: 'run again',",
    'return `Stopped. Run deploy again.`;',
  ])('is noticed in: %s', (line) => {
    expect(line).toMatch(AGAIN);
  });

  test('never has a placeholder for the inventory', () => {
    const found = files.flatMap((path) =>
      linesOf(path)
        .filter((line) => /['"`][^'"`]*\bINVENTORY\b[^'"`]*['"`]/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test('exists', () => {
    const [, union = ''] =
      /export type QuorateCommand =\n([\s\S]*?);/.exec(textOf('model/next-step.ts')) ?? [];
    const named = [...union.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
    const known = COMMANDS.flatMap((one) => [
      one.name,
      ...('commands' in one ? one.commands.map((below) => `${one.name} ${below.name}`) : []),
    ]);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});

describe('rendered text', () => {
  test('becomes a string only where it is printed', () => {
    const found = files.filter(
      (path) =>
        /\bprintable\(/.test(linesOf(path).join('\n')) && !PRINTERS.some((printer) => printer.test(path)),
    );
    expect(found).toEqual([]);
  });
});
