import { platformOf } from '../../registry/platforms.ts';
import { SECRET_NAMES } from '../../model/material.ts';
import type { SecretName } from '../../model/material.ts';
import type { RawSecrets } from '../schema/raw.ts';
import type { Rule } from './rule.ts';

const FOR_ALL = ['file', 'env', 'command'] as const;

const oneSource: Rule = ({ raw }) => {
  const [first, ...others] = FOR_ALL.filter((key) => raw.secrets[key] !== undefined);
  return others.map((key) => ({
    at: ['secrets', key],
    part: 'key' as const,
    what: `secrets has two sources: ${first} and ${key}`,
    next: 'keep one; to take a single secret from elsewhere, write its name: { env: … }',
  }));
};

/** Without a source for all secrets, each needed secret must have its own source. Checked before any source is read. */
const allGiven: Rule = ({ raw, cluster }) => {
  if (FOR_ALL.some((key) => raw.secrets[key] !== undefined)) return [];
  const missing = platformOf(cluster)
    .neededSecrets(cluster)
    .map(({ name }) => name)
    .filter((name) => raw.secrets[name] === undefined);
  return missing.length === 0 ? [] : [noSource(missing, raw.secrets)];
};

function noSource(missing: readonly SecretName[], raw: RawSecrets) {
  const none = !SECRET_NAMES.some((name) => raw[name] !== undefined);
  return {
    at: ['secrets'],
    part: 'key' as const,
    what: none ? 'secrets has no source' : `no source for ${missing.join(', ')}`,
    next: 'set file, env or command for all secrets, or a source for each',
  };
}

export const secretRules: readonly Rule[] = [oneSource, allGiven];
