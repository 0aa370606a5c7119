import { describe, expect, test } from '@jest/globals';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import type { SecretName } from '../../../src/model/material.ts';
import { secretValueFault } from '../../../src/secrets/sources/value-faults.ts';

const refused: readonly (readonly [SecretName, string, RegExp])[] = [
  ['postgres_password', "it'sMine", /characters: '/],
  ['cloudify_db_password', 'user@host:5432/db?x#y%z', /characters: # % \/ : \? @/],
  ['replicator_password', 'a/b/c/d/e', /characters: \//],
  ['db_monitoring_password', 'fifty%off', /characters: %/],
  ['etcd_token', 'back\\slash', /characters: \\/],
  ['etcd_token', "quo'te", /characters: '/],
  ['erlang_cookie', 'two words', /characters: a space/],
  ['erlang_cookie', 'quo"te', /characters: "/],
  ['rabbitmq_password', 'naïve-pass', /not printable ASCII/],
  ['manager_admin_password', 'two\nlines', /not printable ASCII/],
  ['monitoring_password', ' padded', /space at the start or end/],
  ['etcd_root_password', 'abc', /shorter than 4/],
  ['receipt_key', 'fifteen-letters', /shorter than 16/],
];

describe('refuses a value that the product cannot use', () => {
  test.each(refused)('%s: %s', (name, value, what) => {
    const found = secretValueFault(name, value);
    expect(found?.what).toMatch(what);
    expect(found?.why).not.toBe('');
    expect(`${found?.what} ${found?.why}`).not.toContain(value);
  });
});

test.each(SECRET_NAMES)('accepts 32 letters and digits for %s', (name) => {
  expect(secretValueFault(name, 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fX')).toBeUndefined();
});

test('accepts characters that SQL and URLs reserve in secrets that are not used there', () => {
  expect(secretValueFault('rabbitmq_password', "a'b@c:d/e")).toBeUndefined();
});
