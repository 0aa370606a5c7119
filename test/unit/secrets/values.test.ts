import { describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import type { SecretName } from '../../../src/model/material.ts';
import { secretFault } from '../../../src/platforms/cloudify/product/secret-fault.ts';
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
  ['monitoring_password', '!mon1234', /! at the start/],
  ['monitoring_password', '{mon1234', /\{ at the start/],
  ['monitoring_password', '"mon"1234', /" at the start/],
  ['monitoring_password', '&mon1234', /& at the start/],
  ['monitoring_password', '? mon1234', /\? at the start/],
  ['monitoring_password', 'mon12 #34', /a space before #/],
  ['monitoring_password', 'mon12: 34', /a colon before a space/],
  ['monitoring_password', 'mon1234:', /a colon .* at the end/],
  ['monitoring_password', 'null', /a word that means no value/],
  ['monitoring_password', '-mon1234', /a - at the start/],
  ['rabbitmq_password', '-rabbit12', /a - at the start/],
  ['db_monitoring_password', 'mon"1234', /characters: "/],
  ['db_monitoring_password', 'mon 12[34]', /characters: \[ \] a space/],
  ['etcd_token', 'quo"te', /characters: "/],
  ['etcd_token', 'fifty%off', /characters: %/],
  ['etcd_token', 'token ;more', /a space before ; or #/],
  ['cloudify_db_password', 'back\\slash', /characters: \\/],
];

describe('refuses a value that the product cannot use', () => {
  test.each(refused)('%s: %s', (name, value, what) => {
    const found = secretValueFault(name, value, secretFault);
    expect(found?.what).toMatch(what);
    expect(found?.why).not.toBe('');
    expect(`${found?.what} ${found?.why}`).not.toContain(value);
  });
});

test.each(SECRET_NAMES)('accepts 32 letters and digits for %s', (name) => {
  expect(secretValueFault(name, 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fX', secretFault)).toBeUndefined();
});

test.each<readonly [SecretName, string]>([
  ['monitoring_password', 'mon#1234'],
  ['monitoring_password', 'mon:1234'],
  ['monitoring_password', '?mon1234'],
  ['monitoring_password', '12345678'],
  ['monitoring_password', 'mon"1234'],
  ['rabbitmq_password', '!{"&rabbit #12'],
  ['db_monitoring_password', 'mon!$&()*+,;=-._~1234'],
  ['etcd_token', 'a;b#c!{&'],
])('accepts for %s what its files and programs read unchanged: %s', (name, value) => {
  expect(secretValueFault(name, value, secretFault)).toBeUndefined();
});

/** Reads a value as prometheus.yml of the product has it: `password: {{ credentials.password }}`. */
function inPrometheus(value: string): unknown {
  const document = parseDocument(`password: ${value}\n`);
  return document.errors.length > 0 ? undefined : document.get('password');
}

test('refuses every short monitoring password that YAML reads as another value', () => {
  const signs = [...'!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~ a'];
  const values = signs.flatMap((first) => signs.map((second) => `${first}bc${second} d${first}${second}e`));
  const accepted = values.filter(
    (value) => secretValueFault('monitoring_password', value, secretFault) === undefined,
  );
  expect(accepted.length).toBeGreaterThan(400);
  expect(accepted.filter((value) => inPrometheus(value) !== value)).toEqual([]);
});

test('accepts characters that SQL and URLs reserve in secrets that are not used there', () => {
  expect(secretValueFault('rabbitmq_password', "a'b@c:d/e", secretFault)).toBeUndefined();
});

test('refuses what the platform refuses, after the faults of every platform', () => {
  const productFault = () => ({ what: 'of the product', why: 'it says so' });
  expect(secretValueFault('etcd_token', 'abcdefgh', productFault)?.what).toBe('of the product');
  expect(secretValueFault('etcd_token', 'abc', productFault)?.what).toBe('shorter than 4 characters');
});
