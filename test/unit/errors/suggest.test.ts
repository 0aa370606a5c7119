import { expect, test } from '@jest/globals';
import { closest, didYouMean } from '../../../src/errors/suggest.ts';

const known = ['databases', 'brokers', 'managers', 'load_balancers', 'name'];

test.each([
  ['brokrs', 'brokers'],
  ['mangaers', 'managers'],
  ['load-balancers', 'load_balancers'],
  ['Databases', 'databases'],
  ['nam', 'name'],
])('for %s the word %s is meant', (word, meant) => {
  expect(closest(word, known)).toBe(meant);
});

test.each(['queues', 'host', 'x', ''])('for "%s" nothing is suggested', (word) => {
  expect(closest(word, known)).toBeUndefined();
});

test('of two near words the nearer one is suggested', () => {
  expect(closest('hosta', ['hosts-file', 'hosts', 'host'])).toBe('hosts');
});

test('the suggestion is a question, or nothing at all', () => {
  expect(didYouMean('brokrs', known)).toBe(': did you mean "brokers"?');
  expect(didYouMean('queues', known)).toBe('');
});
