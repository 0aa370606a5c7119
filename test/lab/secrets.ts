import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { paths } from './paths.ts';

export const secretNames = [
  'postgres_password',
  'replicator_password',
  'patroni_rest_password',
  'etcd_root_password',
  'etcd_patroni_password',
  'etcd_token',
  'rabbitmq_password',
  'erlang_cookie',
  'manager_admin_password',
  'monitoring_password',
  'db_monitoring_password',
  'receipt_key',
] as const;

export type LabSecrets = Readonly<Record<(typeof secretNames)[number], string>>;

/** The secrets of the lab's inventory, made once; a name added later gets its value on the next call. */
export function ensureSecrets(): LabSecrets {
  const known = existsSync(paths.secrets)
    ? (parse(readFileSync(paths.secrets, 'utf8')) as Partial<LabSecrets>)
    : {};
  const all = Object.fromEntries(
    secretNames.map((name) => [name, known[name] ?? randomWord()]),
  ) as LabSecrets;
  writeFileSync(paths.secrets, stringify(all), { mode: 0o600 });
  if (!existsSync(paths.license)) writeFileSync(paths.license, license, { mode: 0o600 });
  return all;
}

/** 32 letters and digits, a letter first: nothing that a shell, YAML or a URL could read differently. */
function randomWord(): string {
  for (;;) {
    const word = randomBytes(48)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .replace(/^[0-9]+/, '')
      .slice(0, 32);
    if (word.length === 32) return word;
  }
}

const license = `# A stand-in for the product's license file: the lab's managers accept it as it is.
license:
  capabilities: [HA, Agents]
  cloudify_version: null
  customer_id: quorate-lab
  expiration_date: 12/31/2099
  license_edition: premium
  trial: false
signature: !!binary |
  bGFi
`;
