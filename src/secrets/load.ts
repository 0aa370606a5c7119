import { UsageError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { SecretFault, SecretName } from '../model/material.ts';
import { Secret } from '../model/secret.ts';
import type { EnvironmentVariables } from '../model/secret.ts';
import type { SecretsSource, ValueSource, ValuesSource } from '../model/sources.ts';
import type { AgeKeys } from './files/age.ts';
import { readIdentityFile } from './files/keys.ts';
import { describeCommand, commandOutput } from './sources/command.ts';
import type { SecretValues } from './files/merge-values.ts';
import { openSecretsFile } from './files/secrets-file.ts';
import {
  readSecretsEnvironment,
  readSecretsFile,
  secretValueProblems,
  secretVariable,
} from './sources/secret-values.ts';
import type { LocatedValue, ReadSecrets } from './sources/secret-values.ts';
import { obtainValue, describeSource } from './sources/value.ts';
import { SECRET_VALUE_ADVICE } from './sources/value-faults.ts';
import { commandStep } from '../model/next-step.ts';

/** The secrets of an inventory, and what is wrong with them. */
export interface LoadedSecrets {
  /** All needed secrets, unless there are problems. */
  readonly values: SecretValues;
  readonly problems: readonly Problem[];
  /** Problems that do not stop a command but should be fixed. */
  readonly warnings: readonly Problem[];
}

interface SecretInput {
  readonly env: EnvironmentVariables;
  readonly keys: AgeKeys;
  readonly productFault: SecretFault;
}

/** Loads the needed secrets from the sources of the inventory. Returns all problems at once. Never throws. */
export async function loadSecrets(
  source: SecretsSource,
  needed: readonly SecretName[],
  by: SecretInput,
): Promise<LoadedSecrets> {
  const [all, unused, alone] = await Promise.all([
    source.shared ? readAll(source.shared, needed, by) : NOTHING,
    identityProblems(source, by),
    Promise.all(needed.map((name) => readAlone(name, source.individual[name], by))),
  ]);
  const found = alone.flatMap(({ one }) => (one ? [one] : []));
  // An individual source takes precedence over the shared source.
  const given = [...all.read.values].filter(([name]) => needed.includes(name));
  const values = new Map([...given, ...found]);
  const missing = needed.filter((name) => !values.has(name) && !source.individual[name]);
  const problems = [
    ...all.read.problems,
    ...unused.filter(({ where }) => all.read.problems.every((problem) => problem.where !== where)),
    ...alone.flatMap((one) => one.problems),
    ...secretValueProblems(values, by.productFault),
    ...(all.read.broken || !source.shared ? [] : missingProblems(source.shared, missing)),
  ];
  const usable = [...values].map(([name, { value }]) => [name, new Secret(value)]);
  return { values: Object.fromEntries(usable) as SecretValues, problems, warnings: all.warnings };
}

/** Reports an identity file that is missing or unreadable, even if the secrets are not encrypted for it yet. */
async function identityProblems(
  { keys: { identity } }: SecretsSource,
  { env }: SecretInput,
): Promise<readonly Problem[]> {
  if (identity === undefined || env['QUORATE_AGE_IDENTITY']) return [];
  return readIdentityFile(identity).then(() => [], problemsOf);
}

interface All {
  readonly read: ReadSecrets;
  readonly warnings: readonly Problem[];
}

const NOTHING: All = { read: { values: new Map(), problems: [] }, warnings: [] };

async function readAll(
  source: ValuesSource,
  needed: readonly SecretName[],
  { env, keys }: SecretInput,
): Promise<All> {
  try {
    switch (source.kind) {
      case 'environment':
        return { read: readSecretsEnvironment(env, source.prefix, needed), warnings: [] };
      case 'command': {
        const text = await commandOutput(source, env);
        return { read: readSecretsFile(text.reveal(), describeCommand(source)), warnings: [] };
      }
      case 'file': {
        const { text, encryption } = await openSecretsFile(source.path, keys);
        const warnings = encryption === 'plain' ? [{ where: source.path, ...IN_PLAIN_TEXT }] : [];
        return { read: readSecretsFile(text.reveal(), source.path), warnings };
      }
    }
  } catch (error) {
    return { read: { values: new Map(), problems: problemsOf(error), broken: true }, warnings: [] };
  }
}

const IN_PLAIN_TEXT: Problem = {
  what: 'secrets in plain text',
  next: 'encrypt the file with age, see docs/secrets.md',
};

interface Alone {
  readonly one?: readonly [SecretName, LocatedValue];
  readonly problems: readonly Problem[];
}

async function readAlone(
  name: SecretName,
  source: ValueSource | undefined,
  { env }: SecretInput,
): Promise<Alone> {
  if (!source) return { problems: [] };
  try {
    const value = (await obtainValue(source, env)).reveal();
    return { one: [name, { value, where: describeSource(source) }], problems: [] };
  } catch (error) {
    return {
      problems: problemsOf(error).map((problem) => ({ ...problem, what: `${name}: ${problem.what}` })),
    };
  }
}

/** Returns the problems of a UsageError. Rethrows every other error, which is a bug. */
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
          next: commandStep('secrets generate'),
        },
      ];
    case 'command':
      return [
        {
          where: describeCommand(source),
          what: `${many} in the output of the command: ${list}`,
          next: `make it print "name: value" for each; ${SECRET_VALUE_ADVICE}`,
        },
      ];
    case 'environment': {
      const variables = missing.map((name) => secretVariable(name, source.prefix));
      return [
        {
          where: 'environment',
          what: `${many}: ${variables.join(', ')}`,
          next: `export them; ${SECRET_VALUE_ADVICE}`,
        },
      ];
    }
  }
}
