import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hostNamed } from '../../../src/model/cluster.ts';
import { examples, read, threeEach } from './reading.ts';

describe('external services', () => {
  const { cluster, serviceCa } = read(readFileSync(join(examples, 'external-services.yaml'), 'utf8'));

  test('reads the accounts of a database; on Azure they end with the server name', () => {
    expect(cluster.sourcing.database).toEqual({
      kind: 'external',
      address: 'cloudify-db.example.com',
      port: 5432,
      user: 'postgres@cloudify-db',
      database: 'postgres',
      cloudifyUser: 'cloudify@cloudify-db',
      cloudifyDatabase: 'cloudify_db',
    });
  });

  test('reads brokers by name and adds their own addresses to the load balancer network', () => {
    expect(cluster.sourcing.broker).toEqual({
      kind: 'external',
      members: [1, 2, 3].map((index) => ({
        name: `queue${index}`,
        address: `queue${index}.example.com`,
        networks: { load_balancer: `queue${index}.example.com` },
      })),
    });
  });

  test('a load balancer becomes a network of the managers', () => {
    expect(cluster.sourcing.load_balancer).toEqual({ kind: 'external', address: 'cloudify.example.com' });
    expect(hostNamed(cluster, 'manager1').networks).toEqual({ load_balancer: 'cloudify.example.com' });
  });

  test('resolves the paths of their CAs relative to the inventory', () => {
    expect(serviceCa).toEqual({
      database: '/srv/cluster/certificates/database-ca.crt',
      broker: '/srv/cluster/certificates/broker-ca.crt',
    });
  });

  test('brokers of the cluster use their private addresses in the network of an external load balancer', () => {
    const text = threeEach.replace(
      /load_balancers:[^]*/,
      'load_balancers: { external: { address: 10.9.9.9 } }',
    );
    const { hosts } = read(
      text.replace('address: 10.20.0.21', 'address: 192.0.2.1, private_ip: 10.20.0.21'),
    ).cluster;
    const networks = hosts.map(({ name, networks: { load_balancer: balancer } }) => [name, balancer]);
    expect(Object.fromEntries(networks)).toMatchObject({
      db1: undefined,
      rabbit1: '10.20.0.21',
      manager3: '10.9.9.9',
    });
  });

  test('a broker without a name is named after its address; brokers without a CA use the CA of the cluster', () => {
    const text = threeEach.replace(
      /brokers:[^]*?managers:/,
      'brokers: { external: { hosts: [{ address: queue.example.com }] } }\nmanagers:',
    );
    const inventory = read(text);
    expect(inventory.serviceCa).toEqual({});
    expect(inventory.cluster.sourcing.broker).toEqual({
      kind: 'external',
      members: [{ name: 'queue.example.com', address: 'queue.example.com', networks: {} }],
    });
  });
});
