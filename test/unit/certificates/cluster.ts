import type { Cluster, Host } from '../../../src/model/cluster.ts';
import type { Role } from '../../../src/model/names.ts';

export function hostOf(name: string, role: Role, last: number): Host {
  const address = `10.0.0.${last}`;
  return {
    name,
    role,
    address,
    privateIp: address,
    publicIp: address,
    hostname: name,
    networks: {},
    overlay: {},
    ssh: { user: 'root', port: 22, agent: true, become: false, knownHosts: '/k', connectTimeoutMs: 1 },
  };
}

const managed = { kind: 'managed' } as const;

/** One host of each role, which suffices because certificates do not depend on a quorum. */
export const CLUSTER: Cluster = {
  name: 'test',
  platform: 'cloudify',
  version: { text: '7.0.4', major: 7, minor: 0, patch: 4, dev: false },
  adminUser: 'admin',
  brokerUser: 'cloudify',
  brokerLongNames: false,
  sourcing: { database: managed, broker: managed, load_balancer: managed },
  hosts: [
    { ...hostOf('db1', 'database', 11), publicIp: 'db1.example.com' },
    { ...hostOf('rabbit1', 'broker', 21), networks: { agents: '10.9.0.21' } },
    { ...hostOf('manager1', 'manager', 31), networks: { agents: '10.9.0.31' } },
    { ...hostOf('lb1', 'load_balancer', 41), publicIp: '203.0.113.1' },
  ],
  nameResolution: 'dns',
  monitoring: true,
  sslClientVerification: true,
  warnings: [],
};
