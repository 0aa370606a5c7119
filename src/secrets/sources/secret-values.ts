import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { alteredByYaml } from '../../errors/altered-by-yaml.ts';
import { isKnownSecret, SECRET_NAMES } from '../../model/material.ts';
import type { SecretFault, SecretName } from '../../model/material.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';
import { SECRET_VALUE_ADVICE, secretValueFault } from './value-faults.ts';

/** A value, and its location in messages: file, line and column, or the environment variable. */
export interface LocatedValue {
  readonly value: string;
  readonly where: string;
}

/** The values of a source by name, and the problems of the source itself. */
export interface ReadSecrets {
  readonly values: ReadonlyMap<SecretName, LocatedValue>;
  readonly problems: readonly Problem[];
  /** True if the whole source is unreadable. Then missing secrets are not reported. */
  readonly broken?: true;
}

/**
 * Reads the values of a secrets file. Scalars are text as typed, so that a numeric password is unchanged. Messages never
 * quote a line of the file.
 * @param file name of the file in messages
 */
export function readSecretsFile(text: string, file: string): ReadSecrets {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const where = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  if (document.errors.length > 0)
    return broken(
      document.errors.map((error) => ({ where: where(error.pos[0]), ...(SYNTAX[error.code] ?? BROKEN) })),
    );
  if (!isMap(document.contents)) return broken([{ where: where(0), ...NO_MAP }]);
  return readPairs(document.contents.items, { text, where: (node) => where(node.range?.[0] ?? 0) });
}

/** Reads the values of environment variables, such as `${prefix}POSTGRES_PASSWORD`. An empty variable counts as missing. */
export function readSecretsEnvironment(
  env: EnvironmentVariables,
  prefix: string,
  names: readonly SecretName[],
): ReadSecrets {
  const found = names.flatMap((name) => {
    const where = secretVariable(name, prefix);
    const value = env[where];
    return value === undefined || value === '' ? [] : [[name, { value, where }] as const];
  });
  return { values: new Map(found), problems: [] };
}

/** Returns the environment variable of a secret. */
export function secretVariable(name: SecretName, prefix: string): string {
  return `${prefix}${name.toUpperCase()}`;
}

/** Reports each secret whose value the product or Quorate cannot use. */
export function secretValueProblems(
  values: ReadSecrets['values'],
  productFault: SecretFault,
): readonly Problem[] {
  return [...values].flatMap(([name, { value, where }]) => {
    const found = secretValueFault(name, value, productFault);
    return found
      ? [{ where, what: `${name} cannot be used: ${found.what}`, why: found.why, next: SECRET_VALUE_ADVICE }]
      : [];
  });
}

const broken = (problems: readonly Problem[]): ReadSecrets => ({ values: new Map(), problems, broken: true });

const BROKEN = {
  what: 'not valid YAML',
  next: 'write one "name: value" per line, and quote values with special characters',
};
const NO_MAP = {
  what: 'has no line "name: value"',
  next: 'write one "name: value" per line, such as postgres_password: …',
};
const SYNTAX: Readonly<Record<string, Pick<Problem, 'what' | 'next'>>> = {
  DUPLICATE_KEY: { what: 'duplicate secret', next: 'remove one of the two' },
  BAD_SCALAR_START: { what: 'a value cannot start with this character', next: 'put it in quotes' },
  TAB_AS_INDENT: { what: 'a tab in place of spaces', next: 'start each name at the start of its line' },
};

interface Place {
  readonly text: string;
  readonly where: (node: Node) => string;
}

function readPairs(pairs: readonly Pair<Node, Node | null>[], { text: source, where }: Place): ReadSecrets {
  const values = new Map<SecretName, { value: string; where: string }>();
  const problems: Problem[] = [];
  for (const { key, value } of pairs) {
    const place = where(key);
    const text = isScalar(key) ? String(key.value) : '';
    const name = isKnownSecret(text) ? text : undefined;
    const typed = textOf(value);
    const altered = isScalar(value) ? alteredByYaml(value, source) : undefined;
    if (!name) problems.push({ where: place, ...unknownName(text) });
    else if (typed === undefined)
      problems.push({ where: place, what: `${name} is not plain text`, next: 'put the value in quotes' });
    else if (altered) problems.push({ where: place, ...altered, what: `${name}: ${altered.what}` });
    else if (typed !== '') values.set(name, { value: typed, where: place });
  }
  return { values, problems };
}

function unknownName(name: string) {
  const meant = didYouMean(name, SECRET_NAMES);
  return {
    what: `unknown secret "${name}"${meant}`,
    next: meant === '' ? `known secrets: ${SECRET_NAMES.join(', ')}` : 'rename it',
  };
}

/** Returns a scalar as typed; '' if it is empty; undefined if it is not plain text (a map, a tag, an anchor). */
function textOf(node: Node | null): string | undefined {
  if (node === null) return '';
  if (!isScalar(node) || node.anchor !== undefined || node.tag !== undefined) return undefined;
  if (node.value === null) return '';
  return typeof node.value === 'string' ? node.value : node.source;
}
