import { readFileSync } from 'node:fs';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { KeyPair, Material } from '../../../src/model/material.ts';
import { Secret } from '../../../src/model/secret.ts';
import { PLAYBOOK_VOCABULARY } from '../../../src/registry/vocabulary.ts';
import { parsePlaybook } from '../../../src/playbook/parse.ts';
import type { Playbook } from '../../../src/playbook/playbook.ts';
import { material } from '../platforms/cloudify/fixture.ts';

/** Local files with certificates for all hosts of a cluster. */
export function materialFor({ hosts, platform, native }: Cluster): Material {
  const pair = (name: string): KeyPair => ({
    certificate: `of ${name}\n`,
    key: new Secret(`key of ${name}\n`),
  });
  const pairs = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, pair(name)]));
  const clients = (name: string) => ({ client: pair(name), superuser: pair(name) });
  return {
    ...material,
    secrets: { ...material.secrets, ...accountSecrets(native) },
    hosts: Object.fromEntries(hosts.map(({ name }) => [name, pair(name)])),
    databaseClients: Object.fromEntries(hosts.map(({ name }) => [name, clients(name)])),
    ...(platform === 'native'
      ? { etcd: { ca: 'CA of etcd\n', pairs: pairs(['quorate', ...hosts.map(({ name }) => name)]) } }
      : {}),
  };
}

function accountSecrets(native: Cluster['native']): Partial<Material['secrets']> {
  const names = [
    ...(native?.accounts ?? []).map(({ name }) => `postgresql_user_${name}`),
    ...(native?.brokerUsers ?? []).map(({ name }) => `rabbitmq_user_${name}`),
  ];
  return Object.fromEntries(names.map((name) => [name, new Secret(`password of ${name}`)]));
}

/** Reads a playbook of Quorate. */
export function playbookNamed(name: string): Playbook {
  const file = `${name}.yaml`;
  return parsePlaybook(readFileSync(`playbooks/${file}`, 'utf8'), { file, vocabulary: PLAYBOOK_VOCABULARY });
}
