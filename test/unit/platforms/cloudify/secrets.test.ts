import { expect, test } from '@jest/globals';
import { neededSecrets } from '../../../../src/platforms/cloudify/product/secrets.ts';
import type { Cluster } from '../../../../src/model/cluster.ts';
import { SECRET_NAMES } from '../../../../src/model/material.ts';
import { cluster, ofRelease, outsourced } from './fixture.ts';

const names = (changed: Partial<Cluster>) =>
  neededSecrets({ ...cluster, ...changed }).map(({ name }) => name);

test('a cluster with monitoring needs all of them', () => {
  expect(names({ monitoring: true })).toEqual(SECRET_NAMES);
});

test('without monitoring no role reads the passwords of monitoring', () => {
  expect(SECRET_NAMES.filter((name) => !names({ monitoring: false }).includes(name))).toEqual([
    'monitoring_password',
    'db_monitoring_password',
  ]);
});

test('a role without hosts reads nothing', () => {
  const { hosts } = cluster;
  const without = { ...cluster, hosts: hosts.filter(({ role }) => role !== 'broker') };
  const needed = neededSecrets(without);
  expect(needed.map(({ name }) => name)).not.toContain('erlang_cookie');
  expect(needed.find(({ name }) => name === 'rabbitmq_password')?.by).toEqual(['manager']);
});

test('managers with external services read the passwords to them, and no role reads the internal passwords of the services', () => {
  expect(neededSecrets(outsourced)).toEqual([
    { name: 'postgres_password', by: ['manager'] },
    { name: 'cloudify_db_password', by: ['manager'] },
    { name: 'rabbitmq_password', by: ['manager'] },
    { name: 'manager_admin_password', by: ['manager'] },
    { name: 'monitoring_password', by: ['manager'] },
    { name: 'receipt_key', by: ['quorate'] },
  ]);
});

test('a release without monitoring needs no passwords for it', () => {
  const earlier = neededSecrets(ofRelease('5.0.5-dev')).map(({ name }) => name);
  expect(SECRET_NAMES.filter((name) => !earlier.includes(name))).toEqual([
    'monitoring_password',
    'db_monitoring_password',
  ]);
});
