import { expect, test } from '@jest/globals';
import { maskLine } from '../../../src/inventory/mask-line.ts';

test.each([
  ['  etcd_tokn: hunter2', '  etcd_tokn: [secret]'],
  ['  erlang_cokie: hunter2', '  erlang_cokie: [secret]'],
  ['ssh: { become: hunter2 }', 'ssh: { become: [secret]'],
  ['  become: true', '  become: true'],
  ['  become: { password: hunter2 }', '  become: { password: [secret]'],
  ['  etcd_token: { env: TOKEN }', '  etcd_token: { env: TOKEN }'],
  ['brokrs:', 'brokrs:'],
  ['  - { name: db1, address: 10.0.0.1 }', '  - { name: db1, address: 10.0.0.1 }'],
])('prints the inventory line %j as %j', (line, shown) => {
  expect(maskLine(line, '')).toBe(shown);
});
