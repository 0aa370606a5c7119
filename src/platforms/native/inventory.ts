import { hostsOf, type Cluster, type Version } from '../../model/cluster.ts';
import type { SecretName, ValueFault } from '../../model/material.ts';
import type { Service } from '../../model/names.ts';
import type { InventoryPlatform, NeededSecret, SecretReader } from '../inventory-platform.ts';
import { overlayFaults, overlaySections } from './config/overlays.ts';
import { allPackages, POSTGRESQL_IN } from './packages.ts';
import { portsOf } from './ports.ts';

const SUPPORTED = Object.values(POSTGRESQL_IN);

/** Parses PostgreSQL's major version. Returns undefined for all other text. */
function parseVersion(text: string): Version | undefined {
  if (!/^[1-9]\d$/.test(text)) return undefined;
  return { text, major: Number(text), minor: 0, patch: 0, dev: false };
}

const READERS: readonly (readonly [SecretName, SecretReader])[] = [
  ['postgres_password', 'database'],
  ['replicator_password', 'database'],
  ['patroni_rest_password', 'database'],
  ['etcd_token', 'database'],
  ['rabbitmq_password', 'broker'],
  ['erlang_cookie', 'broker'],
  ['receipt_key', 'quorate'],
];

/** Returns the secrets that a cluster needs. Skips those of roles without hosts. */
function neededSecrets(cluster: Cluster): readonly NeededSecret[] {
  const { accounts = [], brokerUsers = [] } = cluster.native ?? {};
  const readers: readonly (readonly [SecretName, SecretReader])[] = [
    ...READERS,
    ...accounts.map(({ name }) => [`postgresql_user_${name}`, 'database'] as const),
    ...brokerUsers.map(({ name }) => [`rabbitmq_user_${name}`, 'broker'] as const),
  ];
  return readers.flatMap(([name, by]) =>
    by === 'quorate' || hostsOf(cluster, by).length > 0 ? [{ name, by: [by] }] : [],
  );
}

/** RabbitMQ's configuration is read line by line, and the cookie is one word. */
function secretFault(name: SecretName, value: string): ValueFault | undefined {
  if (name === 'erlang_cookie' && /[^A-Za-z0-9_.-]/.test(value))
    return { what: 'forbidden characters', why: 'Erlang reads the cookie as one word' };
  if (name === 'rabbitmq_password' && /[#'"\\\s]/.test(value))
    return { what: 'forbidden characters', why: "RabbitMQ's configuration file has no way to escape them" };
  return undefined;
}

/** No service of the native platform has a name, because no overlay replaces a list of services. */
const NO_NAMES: Readonly<Record<Service, string>> = { database: '', broker: '', manager: '' };

/** Facts and rules of the native platform about an inventory. */
export const nativeInventory: InventoryPlatform = {
  parseVersion,
  unsupportedRelease: ({ text, major }) =>
    SUPPORTED.includes(major)
      ? undefined
      : {
          what: `this version of Quorate does not support PostgreSQL ${text}`,
          next: `use one of ${SUPPORTED.join(', ')}`,
        },
  releaseSupport: ({ major }) => (SUPPORTED.includes(major) ? { monitoring: false } : undefined),
  certificateNeeds: () => ({
    needsSuperuserPair: false,
    namesPublicIp: false,
    databaseClient: 'postgres',
    etcdCa: true,
  }),
  sharedMachines: () => undefined,
  portsOf,
  acceptsExternalCertificate: () => true,
  neededSecrets,
  secretFault,
  neededPackages: allPackages,
  overlays: {
    file: 'the overlay',
    sections: overlaySections,
    examples: overlaySections,
    reserved: [],
    services: { key: 'services', names: NO_NAMES },
    faults: overlayFaults,
  },
  reservedDatabases: [],
};
