import { describe, expect, test } from '@jest/globals';
import { readInventory } from '../../../src/inventory/read.ts';
import { threeEach } from './reading.ts';

function read(text: string) {
  return readInventory(text, { path: 'i.yaml', directory: '/srv', home: '/root', env: {} });
}
const whats = (text: string) => read(text).problems.map(({ what }) => what);
type Change = readonly [from: string | RegExp, to: string];
const change = (...changes: readonly Change[]) =>
  changes.reduce((text, [from, to]) => text.replace(from, to), threeEach);

describe('a problem in one place does not hide a problem elsewhere', () => {
  test.each([
    ['a host without an address', 'name: db1, address: 10.20.0.11', 'name: db1'],
    ['a host that is text', '{ name: db1, address: 10.20.0.11 }', 'db1'],
    ['an empty role', /load_balancers:\n.*\n.*/, 'load_balancers:'],
    ['no release', '  version: 7.0.4\n', ''],
    ['no cluster name', 'name: production\n', ''],
    ['no directory of certificates', 'tls:\n  directory: certificates\n', ''],
    ['no secrets', 'secrets:\n  file: secrets.age\n', ''],
    ['a number as user', 'user: operator', 'user: { a: b }'],
    ['a misspelt key', 'databases:', 'databses:'],
    ['an unknown key', 'databases:', 'elephants: []\ndatabases:'],
  ])('%s', (_, from, to) => {
    const all = whats(change([from, to], ['10.20.0.33', '10.20.0.32']));
    expect(all).toHaveLength(2);
    expect(all).toContain('manager2 already has the address 10.20.0.32');
  });

  test('does not report an invalid key as missing', () => {
    expect(whats(change(['name: db1, address: 10.20.0.11', 'name: db1, adress: []']))).toEqual([
      'unknown key "adress": did you mean "address"?',
      'address must be text, not a list',
    ]);
    expect(whats(change([/databases:\n.*\n.*\n.*\n.*/, 'databases: { hosts: [] }']))).toEqual([
      'databases.hosts is empty',
    ]);
    expect(whats(change([/databases:\n.*\n.*\n.*\n.*/, 'databases: { external: { port: 1 } }']))).toEqual([
      'databases.external lacks "address"',
    ]);
  });

  test('an invalid setting of a role does not hide that it has too few hosts', () => {
    const text = change(
      ['databases:\n', 'databases:\n  ssh: { port: 0 }\n'],
      [/ {4}- \{ name: db[23].*\n/g, ''],
      [/ {4}- \{ name: db3.*\n/, ''],
    );
    expect(whats(text)).toEqual([
      '1 database: the product requires at least 2',
      'databases.ssh.port must be at least 1',
    ]);
  });
});

describe('an inventory with problems still yields', () => {
  const of = (...changes: readonly Change[]) => {
    const { inventory, partial: legible } = read(change(...changes));
    expect(inventory).toBeUndefined();
    return legible;
  };

  test('its valid hosts, the places of certificates and secrets, and the files that it names', () => {
    const legible = of(['10.20.0.33', '10.20.0.32'], ['name: db1, address: 10.20.0.11', 'name: db1']);
    const names = legible?.validCluster.hosts.map(({ name }) => name);
    expect(names).toEqual(['db2', 'db3', 'rabbit1', 'rabbit2', 'rabbit3', 'manager1', 'manager2', 'lb1']);
    expect(legible).toMatchObject({
      certificates: { directory: '/srv/certificates' },
      secretsSource: { shared: { kind: 'file', path: '/srv/secrets.age' } },
      packagePath: '/srv/packages/cloudify-manager-install-7.0.4.rpm',
      licensePath: '/srv/license.yaml',
    });
  });

  test.each([
    ['certificates', 'directory: certificates', 'directory: []'],
    ['certificates', 'databases:', 'ssl_client_verification: maybe\ndatabases:'],
    ['secretsSource', 'file: secrets.age', 'file: []'],
    ['secretsSource', 'databases:', 'monitoring: no\ndatabases:'],
    ['packagePath', '7.0.4.rpm', '7.0.4.zip'],
    ['licensePath', 'license: license.yaml', 'license: []'],
  ] as const)('no %s if that part has a problem', (key, from, to) => {
    const legible = of([from, to]);
    expect(legible).toBeDefined();
    expect(legible?.[key]).toBeUndefined();
  });

  test('nothing if the text is not an inventory', () => {
    expect(read('- a list').partial).toBeUndefined();
    expect(read('a: [').partial).toBeUndefined();
  });
});
