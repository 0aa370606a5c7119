import { expect, test } from '@jest/globals';
import { closest, didYouMean } from '../../../src/errors/suggest.ts';

const known = ['databases', 'brokers', 'managers', 'load_balancers', 'name'];

test.each([
  ['brokrs', 'brokers'],
  ['mangaers', 'managers'],
  ['load-balancers', 'load_balancers'],
  ['Databases', 'databases'],
  ['nam', 'name'],
])('suggests for %s the word %s', (word, meant) => {
  expect(closest(word, known)).toBe(meant);
});

test.each(['queues', 'host', 'x', ''])('suggests nothing for "%s"', (word) => {
  expect(closest(word, known)).toBeUndefined();
});

test('suggests the closest of several similar words', () => {
  expect(closest('hosta', ['hosts-file', 'hosts', 'host'])).toBe('hosts');
});

test('formats a suggestion as a question', () => {
  expect(didYouMean('brokrs', known)).toBe(': did you mean "brokers"?');
  expect(didYouMean('queues', known)).toBe('');
});
