import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readInventory } from '../../../../src/inventory/read.ts';
import { ROLES } from '../../../../src/model/names.ts';
import { portsOf } from '../../../../src/platforms/native/ports.ts';

const text = readFileSync('inventories/native-ten-hosts.yaml', 'utf8');

function problemsOf(changed: string): readonly string[] {
  const context = { path: 'inventory.yaml', directory: '/work', home: '/root', env: {} };
  return readInventory(changed, context).problems.map(({ where, what }) => `${where}: ${String(what)}`);
}

describe('the section native', () => {
  test('excludes the section cloudify', () => {
    const both = text.replace('native:\n', 'cloudify: { version: 7.0.4, license: false }\nnative:\n');
    expect(problemsOf(both)).toEqual([expect.stringMatching(/both cloudify and native/)]);
  });

  test.each([
    ['fsync: off', 'put data or connections at risk'],
    ['fsync: false', 'put data or connections at risk'],
    ['full_page_writes: "0"', 'put data or connections at risk'],
    ['synchronous_commit: local', 'put data or connections at risk'],
    ['synchronous_commit: remote_write', 'put data or connections at risk'],
    ['wal_level: minimal', 'put data or connections at risk'],
    ['ssl_min_protocol_version: TLSv1', 'put data or connections at risk'],
    ['zero_damaged_pages: on', 'put data or connections at risk'],
    ['data_sync_retry: on', 'put data or connections at risk'],
    ['work_men: 16MB', 'PostgreSQL 15 has no parameter work_men: did you mean "work_mem"?'],
    ['summarize_wal: on', 'PostgreSQL 15 has no parameter summarize_wal'],
    ['max_wal_senders: 1k', 'not a whole number from 3'],
    ['max_worker_processes: 1', 'not a whole number from 2'],
    ['wal_keep_size: abc', 'not a size'],
    ['restore_command: cp', 'quorate itself sets restore_command'],
    ['ssl: off', 'quorate itself sets ssl'],
    ['listen_addresses: "*"', 'quorate itself sets listen_addresses'],
    ['synchronous_standby_names: ""', 'quorate itself sets synchronous_standby_names'],
    ['FSYNC: off', 'this is no name of a parameter'],
    ['"work_mem = 1\\nfsync": off', 'this is no name of a parameter'],
  ])('refuses the parameter %s', (line, fault) => {
    const problems = problemsOf(text.replace('work_mem: 16MB', line));
    expect(problems).toEqual([expect.stringContaining(fault)]);
  });

  test.each([
    'fsync: on',
    'synchronous_commit: remote_apply',
    'wal_level: logical',
    'archive_command: "true"',
  ])('accepts the parameter %s', (line) => {
    expect(problemsOf(text.replace('work_mem: 16MB', line))).toEqual([]);
  });

  test('requires a supported version of PostgreSQL', () => {
    const problems = problemsOf(text.replace('version: 15', 'version: 14'));
    expect(problems).toEqual(['inventory.yaml:6:14: this version of Quorate does not support PostgreSQL 14']);
  });

  test('may omit roles, but not have too few of one', () => {
    expect(problemsOf(text.replace(/brokers:\n(?: .*\n)+/, ''))).toEqual([]);
    const two = text.replace('    - { name: db3, address: 10.20.0.13 }\n', '');
    expect(problemsOf(two)).toEqual([expect.stringMatching(/2 databases: at least 3 are required/)]);
  });

  test('refuses objects that refer to undeclared ones, names that are reserved, and names that are listed twice', () => {
    const changed = text
      .replace('owner: shop', 'owner: nowhere')
      .replace('vhost: billing', 'vhost: missing')
      .replace('- { name: monitoring, roles', '- { name: replicator, roles')
      .replace('- { name: monitoring, tags', '- { name: shop, tags');
    expect(problemsOf(changed).map((line) => line.replace(/^\S+: /, ''))).toEqual([
      'quorate itself manages replicator',
      'nowhere is not in native.postgresql.users',
      'missing is not in native.rabbitmq.vhosts',
      'shop is listed twice',
    ]);
  });

  test('is required if the section cloudify is missing', () => {
    const neither = text.replace(/native:\n(?: .*\n)+/, '');
    expect(problemsOf(neither)[0]).toMatch(/lacks "cloudify"/);
  });
});

describe('hosts at one address', () => {
  const three = readFileSync('inventories/native-three-machines.yaml', 'utf8');
  const changed = (from: string, to: string) => problemsOf(three.replace(from, to));

  test('are one machine with the hostname of its first host', () => {
    expect(problemsOf(three)).toEqual([]);
    const context = { path: 'inventory.yaml', directory: '/work', home: '/root', env: {} };
    const hosts = readInventory(three, context).inventory?.cluster.hosts ?? [];
    const names = hosts.filter(({ address }) => address === '10.20.0.12').map(({ hostname }) => hostname);
    expect(names).toEqual(['node2', 'node2', 'node2']);
  });

  test('have different roles', () => {
    expect(changed('name: rabbit2, address: 10.20.0.12', 'name: rabbit2, address: 10.20.0.11')).toEqual([
      'inventory.yaml:25:33: rabbit1 already has the address 10.20.0.11',
    ]);
  });

  test('have the same SSH settings and hostname', () => {
    expect(changed('{ name: lb1,', '{ name: lb1, ssh: { user: other },')).toEqual([
      expect.stringMatching(/lb1 shares a machine with db1, but has another ssh$/),
    ]);
    expect(changed('{ name: lb1,', '{ name: lb1, hostname: node9,')).toEqual([
      expect.stringMatching(/lb1 shares a machine with db1, but has another hostname$/),
    ]);
  });

  test('listen on different ports', () => {
    const ports = ROLES.flatMap((role) => portsOf({}, role).map(({ port }) => port));
    expect(new Set(ports).size).toBe(ports.length);
  });
});
