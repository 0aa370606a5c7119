import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));

/** The files that may read the text of a product: its responses, the output of its commands, its logs. */
const READERS: readonly RegExp[] = [
  /^components\/[a-z]+\/answers\.ts$/,
  /^components\/json\.ts$/,
  /^components\/answer-text\.ts$/,
  /^platforms\/[a-z]+\/observe\/[a-z-]+\.ts$/,
  /^gates\/known-errors\.ts$/,
  // The transport makes answers.
  /^transport\/ssh\/connect\/(handshake-problem|keys)\.ts$/,
  /^transport\/ssh\/methods\/(jobs|lock|reach|request|upload)\.ts$/,
  /^transport\/ssh\/worker\/(frame|start|worker)\.ts$/,
  // The simulator makes products.
  /^simulate\//,
  // Quotes the last lines of a failed command and decides nothing by them.
  /^execute\/steps\/apply-changes\.ts$/,
  // Output of programs on this machine, files of the operator, and the streams of this process.
  /^secrets\/(sources\/command|files\/keys)\.ts$/,
  /^journal\/runs\.ts$/,
  /^report\/reporters\/terminal\.ts$/,
  /^cli\//,
];

/** Reads the text of an answer, or has read it. */
const READS: readonly RegExp[] = [
  /\.(stdout|stderr|body|headers)\b/,
  /\{[^{}]*\b(stdout|stderr)\b[^{}]*\}\s*(=|:)/,
  /\bcomponents\/json\.ts'/,
  /\.(text|message|line|why|what|hint)(\.|\))?\.?(match|includes|startsWith|endsWith|search|split|replace|replaceAll)\(/,
  /\.(test|exec)\(\w+\.(text|message|why|what|hint)\)/,
  // A line of a log.
  /\b[A-Z_]+\.(test|exec)\(line\)/,
];

/** Errors of Node and of libraries that report their kind only by a message. */
const MESSAGES: readonly RegExp[] = [/^inventory\/problems\.ts$/, /^playbook\/parse\.ts$/];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => relative(SRC, join(SRC, path)))
  .filter((path) => ![...READERS, ...MESSAGES].some((listed) => listed.test(path)));

const reading = (text: string) =>
  text.split('\n').filter((line) => READS.some((read) => read.test(line)) && !/^\s*(\/?\*|\/\/)/.test(line));

describe('text of products', () => {
  test('is read only by the files that are listed for it', () => {
    const found = files.flatMap((path) =>
      reading(readFileSync(join(SRC, path), 'utf8')).map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    'const words = answer.stdout.split(/ /);',
    'if (/refused/i.test(view.text)) return true;',
    "if (view.why.includes('refused')) return true;",
    "import { jsonOf } from '../components/json.ts';",
    'const { code, stdout } = answer;',
    'const bad = log.filter((line) => ERROR.test(line));',
  ])('is noticed in: %s', (line) => {
    expect(reading(line)).toEqual([line]);
  });
});
