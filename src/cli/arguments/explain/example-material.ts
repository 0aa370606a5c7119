import type { Cluster } from '../../../model/cluster.ts';
import { SECRET_NAMES, type KeyPair, type Material, type Secrets } from '../../../model/material.ts';
import { Secret } from '../../../model/secret.ts';
import { platformOf } from '../../../registry/platforms.ts';

const TEXT = 'not loaded';
const PAIR: KeyPair = { certificate: TEXT, key: new Secret(TEXT) };
const FILE = { path: 'the package', sha256: '', size: 0 };

/** Stands for the local files of a plan that is only explained, so that no secret is read. */
export function exampleMaterial(cluster: Cluster): Material {
  const names = cluster.hosts.map(({ name }) => name);
  const pairs = (of: readonly string[]) => Object.fromEntries(of.map((name) => [name, PAIR]));
  const needed = platformOf(cluster).neededSecrets(cluster);
  const secrets = [...SECRET_NAMES, ...needed.map(({ name }) => name)].map((name) => [
    name,
    new Secret(TEXT),
  ]);
  const clients = { client: PAIR, superuser: PAIR };
  return {
    secrets: Object.fromEntries(secrets) as Secrets,
    ca: TEXT,
    serviceCa: {},
    hosts: pairs(names),
    external: {},
    databaseClients: Object.fromEntries(names.map((name) => [name, clients])),
    package: FILE,
    license: new Secret(TEXT),
    ...(cluster.platform === 'native' && { etcd: { ca: TEXT, pairs: pairs(['quorate', ...names]) } }),
  };
}
