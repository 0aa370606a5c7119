import { expect, test } from '@jest/globals';
import { bracketed, canonicalAddress, endpoint } from '../../../src/model/address.ts';

test('an address of version 6 is set apart from its port', () => {
  expect(endpoint('198.51.100.11', 2379)).toBe('198.51.100.11:2379');
  expect(endpoint('db.example.com', 5432)).toBe('db.example.com:5432');
  expect(endpoint('2001:db8::11', 2379)).toBe('[2001:db8::11]:2379');
  expect(bracketed('::1')).toBe('[::1]');
});

test.each([
  ['2001:DB8:0:0:0:0:0:11', '2001:db8::11'],
  ['2001:db8::0011', '2001:db8::11'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::1', '::1'],
  ['198.51.100.11', '198.51.100.11'],
  ['DB1.example.com', 'DB1.example.com'],
  ['no:address', 'no:address'],
  ['', ''],
])('%s is compared as %s', (written, compared) => {
  expect(canonicalAddress(written)).toBe(compared);
});
