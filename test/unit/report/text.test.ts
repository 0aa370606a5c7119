import { expect, test } from '@jest/globals';
import { columns, count, fit, hang, stopwatch, wrap } from '../../../src/report/text.ts';

test('wraps lines at spaces, and within a word only if the word is longer than the line', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrap('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
  expect(wrap('', 4)).toEqual(['']);
});

test('marks a truncated text', () => {
  expect(fit('abcdef', 6)).toBe('abcdef');
  expect(fit('abcdef', 4)).toBe('abc…');
  expect(fit('abc', 0)).toBe('');
});

test('indents continuation lines', () => {
  expect(hang('why: ', 'one two\nthree', 10)).toEqual(['why: one', '     two', '     three']);
});

test('aligns columns and does not pad the last one', () => {
  expect(
    columns([
      ['a', 'bb'],
      ['ccc', 'd'],
    ]),
  ).toEqual(['a    bb', 'ccc  d']);
});

test('counts in singular and plural', () => {
  expect([count(1, 'host'), count(3, 'host'), count(0, 'host')]).toEqual(['1 host', '3 hosts', '0 hosts']);
});

test('a stopwatch shows hours only from the first hour on, and never a negative time', () => {
  expect([stopwatch(0), stopwatch(127_900), stopwatch(3_727_000), stopwatch(-5)]).toEqual([
    '00:00',
    '02:07',
    '1:02:07',
    '00:00',
  ]);
});
