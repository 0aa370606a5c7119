import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const bases = join(import.meta.dirname, 'bases');
const golden = join(import.meta.dirname, 'golden');
const EXPECTED = '\nexpected:\n';

/**
 * A case is a file `golden/THEME/NAME.txt`: headers, a change, and the expected report.
 *
 *     base: cluster
 *
 *       ssh:
 *     -   user: operator
 *     +   user: root
 *
 *     expected:
 *     accepted
 *
 * `base` names a file in `bases`. The change is a list of hunks, separated by blank lines: `-` removes a line, `+`
 * adds one, and two spaces mark a line that stays. A hunk needs no line number, because its lines occur exactly once
 * in the base. `→` stands for a tab. These headers are optional: `line ends: CRLF`, `starts with: byte order mark`,
 * `env: NAME=VALUE` (any number of them), and `included: TEXT`, the text of the included file with `↵` for line ends.
 */
export interface Case {
  inventory: string;
  env: Readonly<Record<string, string>>;
  included: string | undefined;
  expected: string;
}

/** The paths of all cases in `golden`, without `.txt`. */
export const caseNames = readdirSync(golden, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.replace(/\.txt$/, ''))
  .sort();

export function readCase(name: string): Case {
  const { change, expected } = splitCase(name);
  const [header = '', ...hunks] = change.trimEnd().split('\n\n');
  const variables = [...header.matchAll(/^env: (\w+)=(.*)$/gm)].map(([, key = '', value = '']) => [
    key,
    value,
  ]);
  return {
    inventory: encode(hunks.reduce(applyHunk, baseOf(header)), header),
    env: Object.fromEntries(variables) as Record<string, string>,
    included: /^included: (.+)$/m.exec(header)?.[1]?.replaceAll('↵', '\n'),
    expected,
  };
}

/** Replaces the expected report of a case and keeps its change. */
export function updateCase(name: string, expected: string): void {
  writeFileSync(fileOf(name), splitCase(name).change + EXPECTED + expected);
}

function fileOf(name: string): string {
  return join(golden, `${name}.txt`);
}

function splitCase(name: string): { change: string; expected: string } {
  const text = readFileSync(fileOf(name), 'utf8');
  const end = text.indexOf(EXPECTED);
  if (end === -1) throw new Error(`${name}: no line "expected:"`);
  return { change: text.slice(0, end), expected: text.slice(end + EXPECTED.length) };
}

function baseOf(header: string): string {
  const base = /^base: (.+)$/m.exec(header)?.[1];
  if (base === undefined) throw new Error(`no line "base: NAME" in the header:\n${header}`);
  return readFileSync(join(bases, `${base}.yaml`), 'utf8');
}

function encode(text: string, header: string): string {
  const lines = header.includes('\nline ends: CRLF') ? text.replaceAll('\n', '\r\n') : text;
  return header.includes('\nstarts with: byte order mark') ? `\uFEFF${lines}` : lines;
}

function applyHunk(text: string, hunk: string): string {
  const lines = hunk
    .split('\n')
    .map((line) => ({ mark: line[0], text: line.slice(2).replaceAll('→', '\t') }));
  const before = lines.filter(({ mark }) => mark !== '+').map((line) => `${line.text}\n`);
  const after = lines.filter(({ mark }) => mark !== '-').map((line) => `${line.text}\n`);
  return replaceOnce(text, before.join(''), after.join(''));
}

function replaceOnce(text: string, before: string, after: string): string {
  if (before === '' && text === '') return after;
  const [start, end, ...more] = `\n${text}`.split(`\n${before}`);
  if (before === '' || start === undefined || end === undefined || more.length > 0)
    throw new Error(`these lines do not occur exactly once in the base:\n${before}`);
  return `${start}\n${after}${end}`.slice(1);
}
