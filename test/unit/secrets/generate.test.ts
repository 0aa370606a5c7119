import { expect, test } from '@jest/globals';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import { generateSecrets } from '../../../src/secrets/generate.ts';
import { secretFault } from '../../../src/platforms/cloudify/product/secret-fault.ts';
import { secretValueFault } from '../../../src/secrets/sources/value-faults.ts';

test('every secret gets 32 letters and digits, a letter first, that the product accepts', () => {
  const made = generateSecrets(SECRET_NAMES);
  expect(Object.keys(made)).toEqual([...SECRET_NAMES]);
  for (const name of SECRET_NAMES) {
    expect(made[name].reveal()).toMatch(/^[A-Za-z][A-Za-z0-9]{31}$/);
    expect(secretValueFault(name, made[name].reveal(), secretFault)).toBeUndefined();
  }
});

test('values are unique and use every letter and digit', () => {
  const values = Array.from({ length: 100 }, () => generateSecrets(['etcd_token']).etcd_token.reveal());
  expect(new Set(values).size).toBe(100);
  expect(new Set(values.join('')).size).toBe(62);
  expect(new Set(values.map((value) => value.charAt(0))).size).toBeGreaterThan(30);
});
