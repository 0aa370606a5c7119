import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unifiedDiff } from '../../../../src/plan/diff/unified.ts';

const lines = (...all: readonly string[]) => all.map((line) => `${line}\n`).join('');

/** Applies a diff as `patch` does. */
function patched(before: string, diff: readonly string[]): string {
  const old = before.split('\n').slice(0, -1);
  const result: string[] = [];
  let at = 0;
  for (const line of diff) {
    const start = /^@@ -(\d+),(\d+) /.exec(line);
    if (start) {
      const from = Number(start[1]) - (start[2] === '0' ? 0 : 1);
      result.push(...old.slice(at, from));
      at = from;
      continue;
    }
    if (!line.startsWith('+')) {
      expect(line.slice(1)).toBe(old[at]);
      at += 1;
    }
    if (!line.startsWith('-')) result.push(line.slice(1));
  }
  return lines(...result, ...old.slice(at));
}

describe('unifiedDiff', () => {
  test('returns no lines for equal texts', () => {
    expect(unifiedDiff(lines('a', 'b'), lines('a', 'b'))).toEqual([]);
    expect(unifiedDiff('', '')).toEqual([]);
  });

  test('shows changed lines with three lines of context and their line numbers', () => {
    const before = lines('1', '2', '3', '4', '5', '6', '7', '8', '9');
    expect(unifiedDiff(before, before.replace('5', 'five'))).toEqual([
      '@@ -2,7 +2,7 @@',
      ...[' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'],
    ]);
  });

  test('makes a separate hunk for each distant change', () => {
    const before = lines(...Array.from({ length: 30 }, (_, i) => String(i)));
    const after = before.replace('\n3\n', '\nthree\n').replace('\n25\n', '\n');
    const heads = unifiedDiff(before, after).filter((line) => line.startsWith('@@'));
    expect(heads).toEqual(['@@ -1,7 +1,7 @@', '@@ -23,7 +23,6 @@']);
  });

  test('shows all of an added or removed text, with or without a final newline', () => {
    expect(unifiedDiff('', 'a\nb')).toEqual(['@@ -0,0 +1,2 @@', '+a', '+b']);
    expect(unifiedDiff('a\nb', '')).toEqual(['@@ -1,2 +0,0 @@', '-a', '-b']);
  });

  test('gives a diff that turns one text into the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 25 }).map((all) => lines(...all));
    fc.assert(
      fc.property(text, text, (before, after) => patched(before, unifiedDiff(before, after)) === after),
    );
  });

  test('replaces the whole text if too many lines differ', () => {
    const many = (word: string) => lines(...Array.from({ length: 2500 }, (_, i) => `${word} ${i}`));
    const [before, after] = [many('a'), many('b')];
    expect(patched(before, unifiedDiff(before, after))).toBe(after);
  });
});
