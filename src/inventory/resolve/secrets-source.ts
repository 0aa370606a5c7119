import { isKnownSecret } from '../../model/material.ts';
import type { SecretsSource, ValueSource, ValuesSource } from '../../model/sources.ts';
import { resolveFile } from './context.ts';
import type { InventoryContext } from './context.ts';
import type { RawSecrets, RawValue } from '../schema/raw.ts';

type Place = Pick<InventoryContext, 'directory' | 'home'>;

/** Returns where the secrets are, with absolute paths. */
export function resolveSecretsSource(raw: RawSecrets, place: Place): SecretsSource {
  const shared = valuesSource(raw, place);
  const names = Object.keys(raw).filter(isKnownSecret);
  const individual = names.flatMap((name) => {
    const value = raw[name];
    return value ? [[name, resolveValueSource(value, place)] as const] : [];
  });
  return {
    ...(shared && { shared }),
    individual: Object.fromEntries(individual),
    keys: {
      ...(raw.identity !== undefined && { identity: resolveFile(raw.identity, place) }),
      recipients: raw.recipients ?? [],
    },
  };
}

/** Returns where one value is. `raw` must match the schema. */
export function resolveValueSource({ env, file, command }: RawValue, place: Place): ValueSource {
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
