import { format, inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { toLog } from '../../../src/model/host/command-text.ts';
import { reveal, Secret } from '../../../src/model/secret.ts';

const secret = new Secret('hunter2hunter2');
const held = { name: 'db1', deep: [{ password: secret }], map: new Map([['password', secret]]) };

test.each([
  ['String()', String(secret)],
  ['a template', `${secret as unknown as string}`],
  ['+', 'password: ' + secret.toString()],
  ['JSON', JSON.stringify(held)],
  ['inspect', inspect(held, { depth: 9, showHidden: true, getters: true })],
  ['%s', format('%s', secret)],
  ['%o', format('%o', held)],
  ['%j', format('%j', held)],
  ['toLog', toLog(secret)],
  ['Object.entries', JSON.stringify(Object.entries(secret))],
  ['a spread', JSON.stringify({ ...secret })],
])('%s shows no secret', (_, shown) => {
  expect(shown).not.toContain('hunter2');
});

test('an error with a secret shows no value in its message, stack or cause', () => {
  const error = new Error(`cannot log in with ${secret.toString()}`, { cause: held });
  expect(`${error.message}${error.stack}${inspect(error, { depth: 9 })}`).not.toContain('hunter2');
  expect(error.message).toBe('cannot log in with [secret]');
});

test('a structured clone loses the value', () => {
  expect(inspect(structuredClone({ secret }))).not.toContain('hunter2');
});

test('only reveal returns the value', () => {
  expect([secret.reveal(), reveal(secret), reveal('plain')]).toEqual([
    'hunter2hunter2',
    'hunter2hunter2',
    'plain',
  ]);
});
