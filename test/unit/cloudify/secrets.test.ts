import { expect, test } from '@jest/globals';
import { neededSecrets } from '../../../src/cloudify/secrets.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import { cluster } from './fixture.ts';

const names = (changed: Partial<Cluster>) =>
  neededSecrets({ ...cluster, ...changed }).map(({ name }) => name);

test('a cluster with monitoring needs all of them', () => {
  expect(names({ monitoring: true })).toEqual(SECRET_NAMES);
});

test('without monitoring nobody needs the passwords of monitoring', () => {
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
