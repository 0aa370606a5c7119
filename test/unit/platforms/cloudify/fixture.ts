import type { Cluster, Host, JsonObject, SshSettings } from '../../../../src/model/cluster.ts';
import {
  SECRET_NAMES,
  type KeyPair,
  type Material,
  type SecretName,
} from '../../../../src/model/material.ts';
import type { Role } from '../../../../src/model/names.ts';
import { Secret } from '../../../../src/model/secret.ts';
import { parseVersion } from '../../../../src/platforms/cloudify/product/versions.ts';

/** The lab's ten hosts as the inventory resolves them, and material whose secrets are recognizable. */
const ssh: SshSettings = {
  user: 'operator',
  port: 22,
  agent: false,
  become: true,
  knownHosts: '/home/operator/.ssh/known_hosts',
  connectTimeoutMs: 10_000,
};

export function host(name: string, role: Role, last: number): Host {
  const address = `198.51.100.${last}`;
  return {
    name,
    role,
    address,
    ssh,
    privateIp: address,
    publicIp: address,
    hostname: name,
    networks: {},
    overlay: {},
  };
}

export const cluster: Cluster = {
  name: 'lab',
  platform: 'cloudify',
  version: parseVersion('7.0.4')!,
  adminUser: 'admin',
  brokerUser: 'cloudify',
  brokerLongNames: false,
  sourcing: {
    database: { kind: 'managed' },
    broker: { kind: 'managed' },
    load_balancer: { kind: 'managed' },
  },
  hosts: [
    ...[1, 2, 3].map((n) => host(`db${n}`, 'database', 10 + n)),
    ...[1, 2, 3].map((n) => host(`rabbit${n}`, 'broker', 20 + n)),
    ...[1, 2, 3].map((n) => host(`manager${n}`, 'manager', 30 + n)),
    host('lb1', 'load_balancer', 41),
  ],
  nameResolution: 'dns',
  monitoring: true,
  sslClientVerification: false,
  warnings: [],
};

/** Every secret's value begins with this, so that a test can look for it where no secret may be. */
export const TELLTALE = 'revealed';

const pair = (name: string): KeyPair => ({
  certificate: `certificate of ${name}\n`,
  key: new Secret(`${TELLTALE} key of ${name}\n`),
});

const secrets = Object.fromEntries(
  SECRET_NAMES.map((name) => [name, new Secret(`${TELLTALE}-${name}`)]),
) as Record<SecretName, Secret>;

export const material: Material = {
  serviceCa: {},
  secrets,
  ca: 'certificate of the CA\n',
  /** Certificates of the ten hosts, and of a host that a test may add. */
  hosts: Object.fromEntries(
    [...cluster.hosts.map(({ name }) => name), 'new1'].map((name) => [name, pair(name)]),
  ),
  external: {},
  databaseClients: Object.fromEntries(
    cluster.hosts
      .filter(({ role }) => role === 'manager')
      .map(({ name }) => [
        name,
        { client: pair(`${name}-db-client`), superuser: pair(`${name}-db-superuser`) },
      ]),
  ),
  package: { path: '/workstation/packages/cloudify_7.0.4.deb', sha256: 'a1b2', size: 1_000 },
  license: new Secret(`${TELLTALE} license\n`),
};

export const at = (name: string, within: Cluster = cluster): Host =>
  within.hosts.find((candidate) => candidate.name === name)!;

/** The cluster with one host changed. */
export function having(name: string, change: Partial<Host>, within: Cluster = cluster): Cluster {
  const hosts = within.hosts.map((known) => (known.name === name ? { ...known, ...change } : known));
  return { ...within, hosts };
}

export const without = (name: string, within: Cluster = cluster): Cluster => ({
  ...within,
  hosts: within.hosts.filter((known) => known.name !== name),
});

export const overlaid = (name: string, overlay: JsonObject): Cluster => having(name, { overlay });

/** The cluster as another release. */
export const ofRelease = (text: string, within: Cluster = cluster): Cluster => ({
  ...within,
  version: parseVersion(text)!,
});

export const verified: Cluster = { ...cluster, sslClientVerification: true };

/** A cluster of managers with external database, external brokers and an external load balancer. */
export const outsourced: Cluster = {
  ...verified,
  sourcing: {
    database: {
      kind: 'external',
      address: 'pg.example.com',
      port: 5432,
      user: 'postgres@azure',
      database: 'postgres',
      cloudifyUser: 'cloudify@azure',
      cloudifyDatabase: 'cloudify_db',
    },
    broker: {
      kind: 'external',
      members: [{ name: 'mq', address: '203.0.113.20', networks: { load_balancer: '203.0.113.20' } }],
    },
    load_balancer: { kind: 'external', address: '203.0.113.9' },
  },
  hosts: cluster.hosts
    .filter(({ role }) => role === 'manager')
    .map((manager) => ({ ...manager, networks: { load_balancer: '203.0.113.9' } })),
};

/** The external services were not certified by the cluster's own CA. */
export const otherAuthorities: Material = {
  ...material,
  serviceCa: { database: "certificate of the database's CA\n", broker: "certificate of the brokers' CA\n" },
};
