import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hostNamed } from '../../../src/model/cluster.ts';
import { examples, read, threeEach } from './reading.ts';

const SHIPPED = readdirSync(examples).filter((file) => file.endsWith('.yaml'));

describe('the inventories that Quorate ships', () => {
  test.each(SHIPPED)('%s is valid and causes no warning', (file) => {
    expect(read(readFileSync(join(examples, file), 'utf8')).cluster.warnings).toEqual([]);
  });

  test.each(SHIPPED)('%s refers editors to its schema', (file) => {
    const [first] = readFileSync(join(examples, file), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../schema/inventory.schema.json');
  });

  test('example.yaml shows every key of the schema', () => {
    const schema = JSON.parse(
      readFileSync(join(examples, '../schema/inventory.schema.json'), 'utf8'),
    ) as object;
    const text = readFileSync(join(examples, 'example.yaml'), 'utf8');
    const missing = [...keysOf(schema)].filter((key) => !new RegExp(`\\b${key}:`).test(text));
    expect(missing).toEqual([]);
  });

  test('three-each.yaml has at most 36 lines', () => {
    expect(threeEach.trim().split('\n').length).toBeLessThanOrEqual(36);
  });
});

describe('defaults', () => {
  const { cluster, ...files } = read(threeEach);

  test('of the cluster', () => {
    expect(cluster).toMatchObject({
      name: 'production',
      version: { text: '7.0.4', major: 7, minor: 0, patch: 4, dev: false },
      adminUser: 'admin',
      brokerUser: 'cloudify',
      brokerLongNames: false,
      sourcing: {
        database: { kind: 'managed' },
        broker: { kind: 'managed' },
        load_balancer: { kind: 'managed' },
      },
      nameResolution: 'dns',
      monitoring: true,
      sslClientVerification: false,
    });
  });

  test('of a host: privateIp and publicIp equal its address, hostname equals its name', () => {
    expect(hostNamed(cluster, 'rabbit2')).toEqual({
      name: 'rabbit2',
      role: 'broker',
      address: '10.20.0.22',
      privateIp: '10.20.0.22',
      publicIp: '10.20.0.22',
      hostname: 'rabbit2',
      networks: {},
      overlay: {},
      ssh: {
        user: 'operator',
        port: 22,
        agent: true,
        become: true,
        knownHosts: '/home/operator/.ssh/known_hosts',
        connectTimeoutMs: 15_000,
        defaults: ['port', 'agent', 'become', 'known_hosts', 'connect_timeout'],
      },
    });
  });

  test('hosts keep the order of the inventory, databases first', () => {
    const roles = cluster.hosts.map(({ role }) => role);
    expect([...new Set(roles)]).toEqual(['database', 'broker', 'manager', 'load_balancer']);
    expect(cluster.hosts.slice(0, 3).map(({ name }) => name)).toEqual(['db1', 'db2', 'db3']);
  });

  test('resolves paths relative to the inventory', () => {
    expect(files).toEqual({
      path: 'inventory.yaml',
      directory: '/srv/cluster',
      tlsDirectory: '/srv/cluster/certificates',
      serviceCa: {},
      secretsSource: {
        shared: { kind: 'file', path: '/srv/cluster/secrets.age' },
        individual: {},
        keys: { recipients: [] },
      },
      hostPasswords: [],
      packagePath: '/srv/cluster/packages/cloudify-manager-install-7.0.4.rpm',
      licensePath: '/srv/cluster/license.yaml',
      text: threeEach,
    });
  });

  test('accepts an inventory without load balancers', () => {
    const without = read(threeEach.slice(0, threeEach.indexOf('load_balancers:')));
    expect(without.cluster.hosts).toHaveLength(9);
  });
});

describe('settings of an inventory', () => {
  const change = (from: string, to: string) => threeEach.replace(from, to);

  test('~ stands for the home directory of the operator', () => {
    const { cluster, tlsDirectory } = read(
      change('  directory: certificates', '  directory: ~/pki').replace(
        'user: operator',
        'user: operator\n  identity: ~/.ssh/lab',
      ),
    );
    expect(tlsDirectory).toBe('/home/operator/pki');
    expect(hostNamed(cluster, 'db1').ssh).toMatchObject({
      identity: '/home/operator/.ssh/lab',
      agent: true,
    });
  });

  test('SSH settings of a host override those of its role, which override the general ones, key by key', () => {
    const { cluster } = read(
      change('brokers:', 'brokers:\n  ssh: { port: 2222, connect_timeout: 5 }').replace(
        'name: rabbit3,',
        'name: rabbit3, ssh: { port: 2323, user: root },',
      ),
    );
    expect(hostNamed(cluster, 'db1').ssh).toMatchObject({ user: 'operator', port: 22 });
    expect(hostNamed(cluster, 'rabbit1').ssh).toMatchObject({ user: 'operator', port: 2222, become: true });
    expect(hostNamed(cluster, 'rabbit3').ssh).toMatchObject({
      user: 'root',
      port: 2323,
      become: false,
      connectTimeoutMs: 5_000,
    });
  });

  test('reads passwords from the environment or the inventory, and never prints them', () => {
    const text = change(
      '  user: operator',
      '  user: operator\n  password: 0123\n  become: { password: { env: SUDO } }',
    );
    const { cluster } = read(text, { SUDO: 'open sesame' });
    const { ssh } = hostNamed(cluster, 'db1');
    expect(ssh.password?.reveal()).toBe('0123');
    expect(ssh.becomePassword?.reveal()).toBe('open sesame');
    expect(ssh.become).toBe(true);
    expect(JSON.stringify(cluster)).not.toMatch(/0123"|sesame/);
  });

  test('merges the overlay of a host into the overlay of its role', () => {
    const { cluster } = read(
      change('databases:', 'databases:\n  config: { agent: { b: 1, c: [1, 2] }, api: 1 }').replace(
        'name: db2,',
        'name: db2, config: { agent: { c: [3], e: yes! }, api: null },',
      ),
    );
    expect(hostNamed(cluster, 'db1').overlay).toEqual({ agent: { b: 1, c: [1, 2] }, api: 1 });
    expect(hostNamed(cluster, 'db2').overlay).toEqual({ agent: { b: 1, c: [3], e: 'yes!' }, api: null });
  });

  test.each([
    ['env: true', { kind: 'environment', prefix: 'QUORATE_' }],
    ['env: PROD_', { kind: 'environment', prefix: 'PROD_' }],
    ['file: ~/secrets.age', { kind: 'file', path: '/home/operator/secrets.age' }],
    [
      'command: [sops, -d, s.yaml]',
      { kind: 'command', argv: ['sops', '-d', 's.yaml'], directory: '/srv/cluster' },
    ],
  ])('reads the source of secrets from %s', (given, source) => {
    expect(read(change('file: secrets.age', given)).secretsSource.shared).toEqual(source);
  });

  test('accepts a quoted release without a patch number', () => {
    expect(read(change('version: 7.0.4', "version: '7.0'")).cluster.version).toMatchObject({
      minor: 0,
      patch: 0,
    });
  });

  test('reads long names, other users and IPv6 addresses', () => {
    const { cluster } = read(
      threeEach
        .replace('brokers:', 'brokers:\n  use_long_name: true\n  user: amqp')
        .replace(/name: (rabbit\d)/g, 'name: $1, hostname: $1.example.com')
        .replace('license:', 'admin_user: boss\n  license:')
        .replace('address: 10.20.0.31', "address: 'fd00::31', public_ip: manager1.example.com"),
    );
    expect(cluster).toMatchObject({ brokerLongNames: true, brokerUser: 'amqp', adminUser: 'boss' });
    expect(hostNamed(cluster, 'manager1')).toMatchObject({
      privateIp: 'fd00::31',
      publicIp: 'manager1.example.com',
    });
  });
});

/** Yields every property name that a schema defines, at any depth. */
function* keysOf(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') yield* Object.keys(value as object);
    yield* keysOf(value);
  }
}
