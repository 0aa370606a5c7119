import { expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { changedInputs, hostDigest, keyedInputs, planDigest } from '../../../src/plan/digest.ts';

const key = new Secret('k3y');

test('a digest depends on the value, its secrets and the receipt key, but not on the order of keys', () => {
  const digest = planDigest(key);
  expect(digest({ a: 1, b: [new Secret('x'), null] })).toBe(digest({ b: [new Secret('x'), null], a: 1 }));
  expect(digest({ a: new Secret('x') })).toBe(digest({ a: 'x' }));
  expect(digest('x')).not.toBe(digest('y'));
  expect(digest('x')).not.toBe(planDigest(new Secret('other'))('x'));
  expect(digest({ a: 1, b: undefined })).toBe(digest({ a: 1 }));
});

test('the receipt of one host is not valid on another', () => {
  const inputs = { password: planDigest(key)('p') };
  const [one, two] = [
    keyedInputs(inputs, hostDigest(key, 'machine-1')),
    keyedInputs(inputs, hostDigest(key, 'machine-2')),
  ];
  expect(one).not.toEqual(two);
  expect(one).toEqual(keyedInputs(inputs, hostDigest(key, 'machine-1')));
  expect(one['password']).toMatch(/^[0-9a-f]{64}$/);
});

test('names changed, added and removed inputs', () => {
  expect(changedInputs({ a: '1', b: '2', c: '3' }, { a: '1', b: 'x', d: '4' })).toEqual(['b', 'c', 'd']);
  expect(changedInputs({ a: '1' }, { a: '1' })).toEqual([]);
});
