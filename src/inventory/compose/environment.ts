import { isPair, isScalar, Scalar, visit } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type { EnvironmentVariables } from '../../model/secret.ts';
import { isSecretive } from '../mask-line.ts';
import type { InventoryFinding } from '../problems.ts';
import type { YamlSource } from '../yaml/source.ts';
import type { Composed } from './composed.ts';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Keys of `secrets` whose value is text. The other ones name the source of a secret. */
const TEXT_OF_SECRETS = ['file', 'identity', 'recipients', 'command'];

/**
 * Replaces each `{ env: NAME }` of a document by the value of the variable, as if it had been typed. Passwords and
 * secrets keep their source, because they are read, checked and masked as secrets later.
 */
export function substituteEnvironment({ document }: YamlSource, env: EnvironmentVariables): Composed {
  const findings: InventoryFinding[] = [];
  visit(document, {
    Map: (_, map, ancestors) => {
      const name = variableOf(map);
      const keys = ancestors.filter(isPair).map(({ key }) => (isScalar(key) ? String(key.value) : ''));
      if (name === undefined || isSecretSource(keys)) return undefined;
      const fault = faultOf(name, keys, env);
      if (fault) findings.push({ at: { span: [map.range?.[0] ?? 0, map.range?.[1] ?? 0] }, ...fault });
      return fault ? undefined : textInPlaceOf(map, env[name] ?? '');
    },
  });
  return { findings, explained: findings.flatMap(({ at }) => ('span' in at ? [at.span[0]] : [])) };
}

/** Returns NAME of `{ env: NAME }`. */
function variableOf({ items }: YAMLMap): string | undefined {
  const [pair, ...more] = items;
  if (!pair || more.length > 0 || !isScalar(pair.key) || pair.key.value !== 'env') return undefined;
  const name = isScalar(pair.value) ? pair.value.value : undefined;
  return typeof name === 'string' && VARIABLE.test(name) ? name : undefined;
}

function isSecretSource(keys: readonly string[]): boolean {
  const [first, second = '', ...rest] = keys;
  if (keys.at(-1) === 'password' && !keys.includes('config')) return true;
  return first === 'secrets' && rest.length === 0 && !TEXT_OF_SECRETS.includes(second);
}

function faultOf(
  name: string,
  keys: readonly string[],
  env: EnvironmentVariables,
): Pick<InventoryFinding, 'what' | 'next'> | undefined {
  const isOverlaySecret = keys.includes('config') && isSecretive(keys.at(-1) ?? '');
  if (isOverlaySecret)
    return { what: 'a secret cannot be set in an overlay', next: 'set it under secrets in the inventory' };
  const value = env[name];
  if (value !== undefined && value !== '') return undefined;
  return {
    what: `the environment variable ${name} is ${value === '' ? 'empty' : 'not set'}`,
    next: `export ${name} before starting quorate`,
  };
}

function textInPlaceOf(map: YAMLMap, value: string): Node {
  const scalar = new Scalar(value);
  scalar.source = value;
  if (map.anchor !== undefined) scalar.anchor = map.anchor;
  return Object.assign(scalar, { range: map.range }) as Node;
}
