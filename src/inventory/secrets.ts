import { neededSecrets } from '../cloudify/secrets.ts';
import { SECRET_NAMES } from '../model/material.ts';
import type { SecretName } from '../model/material.ts';
import type { SecretsSource, ValueSource, ValuesSource } from '../model/sources.ts';
import { resolveFile } from './context.ts';
import type { Context } from './context.ts';
import type { RawSecrets, RawValue } from './raw.ts';
import type { Rule } from './rule.ts';

type Place = Pick<Context, 'directory' | 'home'>;

/** Where the secrets are, with absolute paths. */
export function secretsSource(raw: RawSecrets, place: Place): SecretsSource {
  const all = valuesSource(raw, place);
  const alone = SECRET_NAMES.flatMap((name) => {
    const value = raw[name];
    return value ? [[name, valueSource(value, place)] as const] : [];
  });
  return {
    ...(all && { all }),
    alone: Object.fromEntries(alone),
    keys: {
      ...(raw.identity !== undefined && { identity: resolveFile(raw.identity, place) }),
      recipients: raw.recipients ?? [],
    },
  };
}

/** Where one value is, of a raw one that the schema has let through. */
export function valueSource({ env, file, command }: RawValue, place: Place): ValueSource {
  if (env !== undefined) return { kind: 'environment', variable: env };
  if (file !== undefined) return { kind: 'file', path: resolveFile(file, place) };
  return { kind: 'command', argv: command ?? [], directory: place.directory };
}

function valuesSource({ file, env, command }: RawSecrets, place: Place): ValuesSource | undefined {
  if (file !== undefined) return { kind: 'file', path: resolveFile(file, place) };
  if (command !== undefined) return { kind: 'command', argv: command, directory: place.directory };
  if (env === undefined) return undefined;
  return { kind: 'environment', prefix: typeof env === 'string' ? env : 'QUORATE_' };
}

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
