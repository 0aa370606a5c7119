import { describe, expect, test } from '@jest/globals';
import { hostConfig } from '../../../../src/platforms/cloudify/config/config.ts';
import { inputsOf, settingsOf } from '../../../../src/platforms/cloudify/config/settings.ts';
import { stagedFiles } from '../../../../src/platforms/cloudify/config/staged-files.ts';
import type { Cluster } from '../../../../src/model/cluster.ts';
import type { Material } from '../../../../src/model/material.ts';
import { reveal, Secret } from '../../../../src/model/secret.ts';
import {
  at,
  cluster,
  having,
  host,
  material,
  ofRelease,
  otherAuthorities,
  outsourced,
  without,
} from './fixture.ts';
import { expectGolden } from './golden.ts';

const settings = (name: string, next: Cluster = cluster, given: Material = material) =>
  settingsOf(
    next,
    hostConfig({ after: next, joining: [] }, at(name, next), given),
    stagedFiles(next, at(name, next), given),
  );

const changed = (name: string, next: Cluster, given: Material = material): readonly string[] => {
  const show = (all: ReturnType<typeof settings>) =>
    inputsOf(all, (value) => (value instanceof Secret ? reveal(value) : JSON.stringify(value)));
  const before = show(settings(name));
  const after = show(settings(name, next, given));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .sort();
};

describe('the settings of an install', () => {
  test.each(['db1', 'rabbit1', 'rabbit2', 'manager1'])('of %s have these names', (name) => {
    const names = Object.keys(settings(name)).sort();
    expectGolden(new URL(`golden/settings/${name}.txt`, import.meta.url), `${names.join('\n')}\n`);
  });

  test.each(['db1', 'rabbit2', 'manager1'])('of %s do not change when a member comes or goes', (name) => {
    const more = ['database', 'broker', 'manager'] as const;
    const grown = {
      ...cluster,
      hosts: [...cluster.hosts, ...more.map((role, n) => host(`new${n}`, role, 90 + n))],
    };
    expect(changed(name, grown)).toEqual([]);
    expect(changed(name, without('db3', without('rabbit3', without('manager3'))))).toEqual([]);
  });

  test('do not change when another broker becomes the first', () => {
    expect(changed('rabbit2', without('rabbit1'))).toEqual([]);
  });

  test('name the password that changed', () => {
    const secrets = { ...material.secrets, rabbitmq_password: new Secret('another') };
    expect(changed('rabbit1', cluster, { ...material, secrets })).toEqual(['rabbitmq.password']);
    expect(changed('manager1', cluster, { ...material, secrets })).toEqual(['rabbitmq.password']);
    expect(changed('db1', cluster, { ...material, secrets })).toEqual([]);
  });

  test('name the key that changed, though its path is the same', () => {
    const pair = { certificate: 'another certificate', key: new Secret('another key') };
    const hosts = { ...material.hosts, db1: pair };
    expect(changed('db1', cluster, { ...material, hosts })).toEqual([
      'certificates.node.certificate',
      'certificates.node.key',
    ]);
    expect(changed('db1', cluster, { ...material, ca: 'another' })).toEqual(['certificates.ca']);
  });

  test('name what an overlay added, lists as one setting', () => {
    const overlay = {
      postgresql_server: { config: { work_mem: '64MB' } },
      agent: { list: ['a', 'b'] },
      python: {},
    };
    expect(changed('db1', having('db1', { overlay }))).toEqual([
      'agent.list',
      'postgresql_server.config.work_mem',
      'python',
    ]);
  });

  test('of a manager have the addresses of external services, which it gets only from there', () => {
    const external = settings('manager1', outsourced, otherAuthorities);
    expect(external).toMatchObject({
      'postgresql_client.host': 'pg.example.com',
      'rabbitmq.cluster_members.mq.networks.default': '203.0.113.20',
      'certificates.database-ca': otherAuthorities.serviceCa.database,
      'certificates.broker-ca': otherAuthorities.serviceCa.broker,
    });
    expect(external).not.toHaveProperty('postgresql_server.cluster.nodes');
  });

  test('of 5.0.5-dev leave its lists of members out too', () => {
    const names = (next: Cluster) => Object.keys(settings('manager1', next));
    const members = /nodes|cluster_members|join_cluster/;
    expect(names(ofRelease('5.0.5-dev')).filter((name) => members.test(name))).toEqual([]);
    expect(names(ofRelease('5.0.5-dev', without('db3', without('rabbit3'))))).toEqual(
      names(ofRelease('5.0.5-dev')),
    );
  });

  test('do not include the license, because it is uploaded and not installed', () => {
    expect(changed('manager1', cluster, { ...material, license: new Secret('another') })).toEqual([]);
  });
});

describe('what is staged', () => {
  const names = (name: string, next: Cluster = cluster, given: Material = material) =>
    stagedFiles(next, at(name, next), given).map(
      ({ path, isKey }) => `${path.split('/').at(-1)}${isKey ? '*' : ''}`,
    );

  test('is the own certificate and key and the CA', () => {
    expect(names('db1')).toEqual(['ca.crt', 'node.crt', 'node.key*']);
    expect(names('rabbit1')).toEqual(['ca.crt', 'node.crt', 'node.key*']);
  });

  test('is more on managers', () => {
    const external = { manager1: material.hosts['manager1']! };
    const verified = { ...cluster, sslClientVerification: true };
    expect(names('manager1')).toEqual(['ca.crt', 'node.crt', 'node.key*', 'license.yaml']);
    expect(names('manager1', verified, { ...material, external })).toEqual([
      ...['ca.crt', 'node.crt', 'node.key*', 'external.crt', 'external.key*'],
      ...['db-client.crt', 'db-client.key*', 'db-superuser.crt', 'db-superuser.key*', 'license.yaml'],
    ]);
  });

  test('is the CA of each external service that has one of its own', () => {
    const broker = { ...material, serviceCa: { broker: 'another CA' } };
    expect(names('manager1', outsourced, otherAuthorities)).toEqual(
      expect.arrayContaining(['ca.crt', 'db-ca.crt', 'broker-ca.crt']),
    );
    expect(names('manager1', outsourced, broker)).not.toContain('db-ca.crt');
    expect(names('manager1', outsourced)).not.toContain('broker-ca.crt');
  });

  test('before 7.0 is one client pair for both accounts of the database', () => {
    const earlier = ofRelease('6.4.2', { ...cluster, sslClientVerification: true });
    expect(names('manager1', earlier).filter((name) => name.startsWith('db-'))).toEqual([
      'db-client.crt',
      'db-client.key*',
    ]);
  });

  test('is refused when the material lacks it', () => {
    expect(() => names('db1', cluster, { ...material, hosts: {} })).toThrow('the certificate of db1');
    const verified = { ...cluster, sslClientVerification: true };
    expect(() => names('manager1', verified, { ...material, databaseClients: {} })).toThrow(
      'client certificates',
    );
  });
});
