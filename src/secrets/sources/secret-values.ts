import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { SECRET_NAMES } from '../../model/material.ts';
import type { SecretName } from '../../model/material.ts';
import type { Environment } from '../../model/secret.ts';
import { SECRET_VALUE_ADVICE, secretValueFault } from './value-faults.ts';

/** A value and the place it was found at. */
export interface LocatedValue {
  readonly value: string;
  readonly where: string;
}

/** Values by name as their source has them, and what is wrong with the source itself. */
export interface ReadSecrets {
  readonly values: ReadonlyMap<SecretName, LocatedValue>;
  readonly problems: readonly Problem[];
  /** It could not be read as a whole: there is no point in saying what is missing. */
  readonly broken?: true;
}

/**
 * The values of a `secrets:` file. Scalars are taken as they are typed, so that a numeric password stays text. No
 * line of the file is ever quoted.
 * @param file its name for messages
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
  return readPairs(document.contents.items, (node) => where(node.range?.[0] ?? 0));
}

/** The values of environment variables: `${prefix}POSTGRES_PASSWORD` and so on. An empty one counts as missing. */
export function readSecretsEnvironment(env: Environment, prefix: string): ReadSecrets {
  const found = SECRET_NAMES.flatMap((name) => {
    const where = secretVariable(name, prefix);
    const value = env[where];
    return value === undefined || value === '' ? [] : [[name, { value, where }] as const];
  });
  return { values: new Map(found), problems: [] };
}

/** The environment variable that gives a secret. */
export function secretVariable(name: SecretName, prefix: string): string {
  return `${prefix}${name.toUpperCase()}`;
}

/** What the product, or Quorate, cannot take. */
export function secretValueProblems(values: ReadSecrets['values']): readonly Problem[] {
  return [...values].flatMap(([name, { value, where }]) => {
    const found = secretValueFault(name, value);
    return found
      ? [{ where, what: `${name} cannot be used: ${found.what}`, why: found.why, next: SECRET_VALUE_ADVICE }]
      : [];
  });
}

const broken = (problems: readonly Problem[]): ReadSecrets => ({ values: new Map(), problems, broken: true });

const BROKEN = {
  what: 'not valid YAML',
  next: 'one "name: value" a line; quote values with special characters',
};
const NO_MAP = {
  what: 'no secrets in it',
  next: 'write one "name: value" a line, such as postgres_password: …',
};
const SYNTAX: Readonly<Record<string, Pick<Problem, 'what' | 'next'>>> = {
  DUPLICATE_KEY: { what: 'this secret is there twice', next: 'keep one of the two' },
  BAD_SCALAR_START: { what: 'a value cannot begin with this character', next: 'put it in quotes' },
  TAB_AS_INDENT: { what: 'a tab where YAML wants spaces', next: 'begin each name at the start of its line' },
};

function readPairs(pairs: readonly Pair<Node, Node | null>[], where: (node: Node) => string): ReadSecrets {
  const values = new Map<SecretName, { value: string; where: string }>();
  const problems: Problem[] = [];
  for (const { key, value } of pairs) {
    const place = where(key);
    const text = isScalar(key) ? String(key.value) : '';
    const name = SECRET_NAMES.find((known) => known === text);
    const typed = textOf(value);
    if (!name) problems.push({ where: place, ...unknownName(text) });
    else if (typed === undefined)
      problems.push({ where: place, what: `${name} is not plain text`, next: 'put the value in quotes' });
    else if (typed !== '') values.set(name, { value: typed, where: place });
  }
  return { values, problems };
}

function unknownName(name: string) {
  const meant = didYouMean(name, SECRET_NAMES);
  return {
    what: `unknown secret "${name}"${meant}`,
    next: meant === '' ? `known: ${SECRET_NAMES.join(', ')}` : 'rename it',
  };
}

/** A scalar as typed; '' when there is none; undefined for what is no plain text (a map, a tag, an anchor). */
function textOf(node: Node | null): string | undefined {
  if (node === null) return '';
  if (!isScalar(node) || node.anchor !== undefined || node.tag !== undefined) return undefined;
  if (node.value === null) return '';
  return typeof node.value === 'string' ? node.value : node.source;
}
