import { neededSecrets } from '../../platforms/cloudify/product/secrets.ts';
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
    what: `secrets come from ${key} and from ${first}`,
    next: 'keep one; a secret that is elsewhere is given by itself: name: { env: … }',
  }));
};

/** Known before any source is read, when nothing gives the rest. */
const allGiven: Rule = ({ raw, cluster }) => {
  if (FOR_ALL.some((key) => raw.secrets[key] !== undefined)) return [];
  const missing = neededSecrets(cluster)
    .map(({ name }) => name)
    .filter((name) => raw.secrets[name] === undefined);
  return missing.length === 0 ? [] : [nothingGives(missing, raw.secrets)];
};

function nothingGives(missing: readonly SecretName[], raw: RawSecrets) {
  const none = !SECRET_NAMES.some((name) => raw[name] !== undefined);
  return {
    at: ['secrets'],
    part: 'key' as const,
    what: none ? 'secrets does not say where they are' : `nothing gives ${missing.join(', ')}`,
    next: 'give file, env or command for all of them, or each by itself',
  };
}

export const secretRules: readonly Rule[] = [oneSource, allGiven];
