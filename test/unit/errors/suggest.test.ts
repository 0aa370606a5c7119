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

const commands = ['remove-database', 'remove-broker', 'replace-host', 'recover', 'status', 'secrets check'];

test.each([
  ['remove', '"remove-database" or "remove-broker"'],
  ['host', '"replace-host"'],
  ['stat', '"status"'],
  ['check', '"secrets check"'],
  ['recovery', '"recover"'],
  ['stats', '"status"'],
])('suggests for the command %s: %s', (word, meant) => {
  expect(didYouMean(word, commands)).toBe(`: did you mean ${meant}?`);
});

test('suggests up to four words with the same part, and otherwise only the closest', () => {
  const secrets = ['a_password', 'b_password', 'c_password', 'd_password', 'e_password', 'passwords'];
  expect(didYouMean('password', secrets.slice(0, 4))).toBe(
    ': did you mean "a_password", "b_password", "c_password" or "d_password"?',
  );
  expect(didYouMean('password', secrets.slice(0, 5))).toBe(': did you mean "a_password"?');
  expect(didYouMean('password', secrets)).toBe(': did you mean "passwords"?');
});

test('formats a suggestion as a question', () => {
  expect(didYouMean('brokrs', known)).toBe(': did you mean "brokers"?');
  expect(didYouMean('queues', known)).toBe('');
});
