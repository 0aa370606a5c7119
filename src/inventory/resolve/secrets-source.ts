import { SECRET_NAMES } from '../../model/material.ts';
import type { SecretsSource, ValueSource, ValuesSource } from '../../model/sources.ts';
import { resolveFile } from './context.ts';
import type { InventoryContext } from './context.ts';
import type { RawSecrets, RawValue } from '../schema/raw.ts';

type Place = Pick<InventoryContext, 'directory' | 'home'>;

/** Where the secrets are, with absolute paths. */
export function resolveSecretsSource(raw: RawSecrets, place: Place): SecretsSource {
  const all = valuesSource(raw, place);
  const alone = SECRET_NAMES.flatMap((name) => {
    const value = raw[name];
    return value ? [[name, resolveValueSource(value, place)] as const] : [];
  });
  return {
    ...(all && { shared: all }),
    individual: Object.fromEntries(alone),
    keys: {
      ...(raw.identity !== undefined && { identity: resolveFile(raw.identity, place) }),
      recipients: raw.recipients ?? [],
    },
  };
}

/** Where one value is, of a raw one that the schema has let through. */
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
