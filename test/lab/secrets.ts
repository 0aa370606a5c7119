import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SECRET_NAMES } from '../../src/model/material.ts';
import type { SecretName } from '../../src/model/material.ts';
import { parse, stringify } from 'yaml';
import { paths } from './paths.ts';

export type LabSecrets = Readonly<Record<SecretName, string>>;

/** The secrets of the lab's inventory, made once; a name added later gets its value on the next call. */
export function ensureSecrets(): LabSecrets {
  const known = existsSync(paths.secrets)
    ? (parse(readFileSync(paths.secrets, 'utf8')) as Partial<LabSecrets>)
    : {};
  const all = Object.fromEntries(
    SECRET_NAMES.map((name) => [name, known[name] ?? randomWord()]),
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
