import { expect, test } from '@jest/globals';
import { nameList } from '../../../src/report/name-list.ts';

const numbered = (head: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${head}${index + 1}`);
const padded = Array.from(
  { length: 12 },
  (_, index) => `db${String(index + 1).padStart(2, '0')}.example.com`,
);

test('lists up to ten names as they are', () => {
  expect(nameList(numbered('db', 10))).toBe(numbered('db', 10).join(', '));
});

test.each([
  [numbered('db', 40), 'db1..db40'],
  [padded, 'db01.example.com..db12.example.com'],
  [[...numbered('db', 9), 'lb1', 'lb2', ...numbered('rabbit', 3)], 'db1..db9, lb1, lb2, rabbit1..rabbit3'],
  [numbered('10.0.0.', 11), '10.0.0.1..10.0.0.11'],
])('writes consecutive numbers of more than ten names as a range: %j', (names, text) => {
  expect(nameList(names)).toBe(text);
});

test('counts the names after ten items', () => {
  const names = [
    'ada',
    'bob',
    'cy',
    'dee',
    'eve',
    'fay',
    'gus',
    'hal',
    'ivy',
    'jo',
    ...numbered('k', 5),
    'l',
  ];
  expect(nameList(names)).toBe('ada, bob, cy, dee, eve, fay, gus, hal, ivy, jo and 6 more');
});

test('does not read IPv6 addresses as decimal numbers', () => {
  expect(nameList(numbered('fd00::', 12))).toMatch(/^fd00::1, .*, fd00::10 and 2 more$/);
});
