import { expect, test } from '@jest/globals';
import {
  addressesOfRange,
  addressKey,
  bracketed,
  canonicalAddress,
  compressIpv6,
  endpoint,
  isDnsName,
  isIpAddress,
  specialRangeOf,
} from '../../../src/model/address.ts';

test('an IPv6 address is in brackets before its port', () => {
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
  ['fe80::1%br-lan', 'fe80::1'],
  ['::192.0.2.1', '::c000:201'],
  ['::ffff:192.0.2.01', '::ffff:192.0.2.01'],
  ['::1', '::1'],
  ['198.51.100.11', '198.51.100.11'],
  ['DB1.example.com', 'DB1.example.com'],
  ['no:address', 'no:address'],
  ['', ''],
])('%s is compared as %s', (written, compared) => {
  expect(canonicalAddress(written)).toBe(compared);
});

test.each([
  '0.0.0.0',
  '198.51.100.11',
  '::',
  '2001:DB8::1',
  '1:2:3:4:5:6:7:8',
  '::ffff:192.0.2.1',
  '::192.0.2.1',
])('%s is an IP address', (text) => {
  expect(isIpAddress(text)).toBe(true);
});

test.each([
  ...[
    '',
    '1.2.3',
    '10.0.0.256',
    '010.0.0.1',
    '0x7f.0.0.1',
    '3232235777',
    '1.2.3.4.5',
    '1.2.3.4/8',
    ' 1.2.3.4',
  ],
  ...['fe80::1%eth0', '[::1]', '::1/128', ':::', '1::2::3', '12345::', '::ffff:1.2.3', '::ffff:01.2.3.4'],
  ...['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:1.2.3.4', 'g::', 'db.example.com'],
])('%s is not an IP address', (text) => {
  expect(isIpAddress(text)).toBe(false);
});

test('an address has one key in all notations, and a name in upper and lower case', () => {
  expect(addressKey('FD00:0::1')).toBe(addressKey('fd00::1'));
  expect(addressKey('::ffff:10.0.0.1')).toBe(addressKey('10.0.0.1'));
  expect(addressKey('DB1.example.com')).toBe(addressKey('db1.example.com'));
  expect(addressKey('fe80::1%eth0')).not.toBe(addressKey('fe80::1%eth1'));
});

test('an IPv4-mapped address stays an IPv6 address when it is compressed', () => {
  expect(compressIpv6('::FFFF:192.0.2.1')).toBe('::ffff:c000:201');
  expect(compressIpv6('2001:db8:0:0:1:0:0:1')).toBe('2001:db8::1:0:0:1');
  expect(compressIpv6('192.0.2.1')).toBe('192.0.2.1');
});

test.each([
  ['127.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['0.0.0.0', 'unspecified'],
  ['::', 'unspecified'],
  ['224.0.0.18', 'multicast'],
  ['ff02::1', 'multicast'],
  ['169.254.1.1', 'link-local'],
  ['fe80::1', 'link-local'],
  ['255.255.255.255', 'broadcast'],
  ['250.1.1.1', 'reserved'],
  ['198.51.100.11', undefined],
  ['fd00::1', undefined],
  ['fe80::1%eth0', undefined],
  ['localhost', undefined],
])('%s is in the special range %s', (address, range) => {
  expect(specialRangeOf(address)).toBe(range);
});

test('a name whose last label is a number is not a DNS name', () => {
  expect(['db1', 'db1.example.com', '1.example'].map(isDnsName)).toEqual([true, true, true]);
  expect(['10.0.0.256', 'db_1', '-db', ''].map(isDnsName)).toEqual([false, false, false, false]);
});

test.each([
  ['10.0.0.11-13', ['10.0.0.11', '10.0.0.12', '10.0.0.13']],
  ['10.0.0.11..13', ['10.0.0.11', '10.0.0.12', '10.0.0.13']],
  ['10.0.0.11-10.0.0.12', ['10.0.0.11', '10.0.0.12']],
  ['10.0.0.[1-2]', ['10.0.0.1', '10.0.0.2']],
  ['10.0.0.13-11', ['10.0.0.13']],
])('%s is a range of addresses', (range, addresses) => {
  expect(addressesOfRange(range)).toEqual(addresses);
});

test.each([
  '10.0.0.11',
  'db1-3',
  'db1-3.example.com',
  '10.0.0.0/24',
  '10-20-0-11.example.com',
  '2001:db8::1-3',
  '',
])('%s is not a range of addresses', (text) => {
  expect(addressesOfRange(text)).toBeUndefined();
});
