import { UsageError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { SecretName } from '../model/material.ts';
import { Secret } from '../model/secret.ts';
import type { Environment } from '../model/secret.ts';
import type { SecretsSource, ValueSource, ValuesSource } from '../model/sources.ts';
import type { Keys } from './files/age.ts';
import { commandName, outputOf } from './sources/command.ts';
import type { SecretValues } from './files/document.ts';
import { openSecretsFile } from './files/secrets-file.ts';
import { readSecretsEnvironment, readSecretsFile, unfitProblems, variableOf } from './sources/read.ts';
import type { Found, Read } from './sources/read.ts';
import { obtainValue, sourceName } from './sources/value.ts';
import { ADVICE } from './sources/unfit-values.ts';

export interface LoadedSecrets {
  /** Every wanted secret, unless there are problems. */
  readonly values: SecretValues;
  readonly problems: readonly Problem[];
  /** What is accepted, and better done in another way. */
  readonly warnings: readonly Problem[];
}

interface With {
  readonly env: Environment;
  readonly keys: Keys;
}

/** Gets the wanted secrets from where the inventory says they are; everything that is wrong at once. Never throws. */
export async function loadSecrets(
  source: SecretsSource,
  wanted: readonly SecretName[],
  by: With,
): Promise<LoadedSecrets> {
  const [all, alone] = await Promise.all([
    source.all ? readAll(source.all, by) : NOTHING,
    Promise.all(wanted.map((name) => readAlone(name, source.alone[name], by))),
  ]);
  const found = alone.flatMap(({ one }) => (one ? [one] : []));
  // What is given by itself goes before what the others come with.
  const given = [...all.read.values].filter(([name]) => wanted.includes(name));
  const values = new Map([...given, ...found]);
  const missing = wanted.filter((name) => !values.has(name) && !source.alone[name]);
  const problems = [
    ...all.read.problems,
    ...alone.flatMap((one) => one.problems),
    ...unfitProblems(values),
    ...(all.read.broken || !source.all ? [] : missingProblems(source.all, missing)),
  ];
  const usable = [...values].map(([name, { value }]) => [name, new Secret(value)]);
  return { values: Object.fromEntries(usable) as SecretValues, problems, warnings: all.warnings };
}

interface All {
  readonly read: Read;
  readonly warnings: readonly Problem[];
}

const NOTHING: All = { read: { values: new Map(), problems: [] }, warnings: [] };

async function readAll(source: ValuesSource, { env, keys }: With): Promise<All> {
  try {
    switch (source.kind) {
      case 'environment':
        return { read: readSecretsEnvironment(env, source.prefix), warnings: [] };
      case 'command': {
        const text = await outputOf(source, env);
        return { read: readSecretsFile(text.reveal(), commandName(source)), warnings: [] };
      }
      case 'file': {
        const { text, sealed } = await openSecretsFile(source.path, keys);
        const warnings = sealed === 'plain' ? [{ where: source.path, ...IN_PLAIN_TEXT }] : [];
        return { read: readSecretsFile(text.reveal(), source.path), warnings };
      }
    }
  } catch (error) {
    return { read: { values: new Map(), problems: problemsOf(error), broken: true }, warnings: [] };
  }
}

const IN_PLAIN_TEXT: Problem = {
  what: 'secrets in plain text',
  next: 'encrypt them with age, see docs/secrets.md',
};

interface Alone {
  readonly one?: readonly [SecretName, Found];
  readonly problems: readonly Problem[];
}

async function readAlone(name: SecretName, source: ValueSource | undefined, { env }: With): Promise<Alone> {
  if (!source) return { problems: [] };
  try {
    const value = (await obtainValue(source, env)).reveal();
    return { one: [name, { value, where: sourceName(source) }], problems: [] };
  } catch (error) {
    return {
      problems: problemsOf(error).map((problem) => ({ ...problem, what: `${name}: ${problem.what}` })),
    };
  }
}

/** @throws what is no UsageError: a bug */
function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof UsageError) return error.problems;
  throw error;
}

function missingProblems(source: ValuesSource, missing: readonly SecretName[]): readonly Problem[] {
  if (missing.length === 0) return [];
  const many = missing.length > 1 ? `${missing.length} secrets are missing` : 'a secret is missing';
  const list = missing.join(', ');
  switch (source.kind) {
    case 'file':
      return [
        {
          where: source.path,
          what: `${many}: ${list}`,
          next: 'quorate secrets generate makes what is missing',
        },
      ];
    case 'command':
      return [
        {
          where: commandName(source),
          what: `${many} in its output: ${list}`,
          next: `let it print "name: value" for each: ${ADVICE}`,
        },
      ];
    case 'environment': {
      const variables = missing.map((name) => variableOf(name, source.prefix));
      return [
        { where: 'environment', what: `${many}: ${variables.join(', ')}`, next: `export them: ${ADVICE}` },
      ];
    }
  }
}
