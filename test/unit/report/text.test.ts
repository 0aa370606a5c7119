import { expect, test } from '@jest/globals';
import { columns, count, fit, hang, stopwatch, wrap } from '../../../src/report/text.ts';

test('lines break at spaces, and inside a word only where it is longer than the line', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrap('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
  expect(wrap('', 4)).toEqual(['']);
});

test('what is cut shows that it is', () => {
  expect(fit('abcdef', 6)).toBe('abcdef');
  expect(fit('abcdef', 4)).toBe('abc…');
  expect(fit('abc', 0)).toBe('');
});

test('later lines hang below the first', () => {
  expect(hang('why: ', 'one two\nthree', 10)).toEqual(['why: one', '     two', '     three']);
});

test('columns line up, the last one is not padded', () => {
  expect(
    columns([
      ['a', 'bb'],
      ['ccc', 'd'],
    ]),
  ).toEqual(['a    bb', 'ccc  d']);
});

test('one host, three hosts', () => {
  expect([count(1, 'host'), count(3, 'host'), count(0, 'host')]).toEqual(['1 host', '3 hosts', '0 hosts']);
});

test('a stopwatch shows hours only once there are any, and no time below nothing', () => {
  expect([stopwatch(0), stopwatch(127_900), stopwatch(3_727_000), stopwatch(-5)]).toEqual([
    '00:00',
    '02:07',
    '1:02:07',
    '00:00',
  ]);
});
