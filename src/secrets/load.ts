import { open } from 'node:fs/promises';
import type { Problem } from '../errors/errors.ts';
import type { SecretName } from '../model/material.ts';
import { Secret } from '../model/secret.ts';
import type { Environment, SecretsSource } from '../model/secret.ts';
import { readSecretsEnvironment, readSecretsFile, unfitProblems, variableOf } from './read.ts';
import type { Read } from './read.ts';
import { ADVICE } from './values.ts';

export interface LoadedSecrets {
  /** Every wanted secret, unless there are problems. */
  readonly values: Readonly<Partial<Record<SecretName, Secret>>>;
  readonly problems: readonly Problem[];
}

/** Gets the wanted secrets from where the inventory says they are; everything that is wrong at once. Never throws. */
export async function loadSecrets(
  source: SecretsSource,
  wanted: readonly SecretName[],
  env: Environment,
): Promise<LoadedSecrets> {
  const read = await readSource(source, env);
  if ('unreadable' in read) return { values: {}, problems: [{ where: read.path, ...read.unreadable }] };
  const missing = wanted.filter((name) => !read.values.has(name));
  return {
    values: Object.fromEntries([...read.values].map(([name, { value }]) => [name, new Secret(value)])),
    problems: [...read.problems, ...unfitProblems(read), ...missingProblems(source, missing)],
  };
}

/** The file as a whole cannot be used: there is no point in saying what is missing. */
interface Unreadable {
  readonly path: string;
  readonly unreadable: Problem;
}

async function readSource(source: SecretsSource, env: Environment): Promise<Read | Unreadable> {
  if (source.kind === 'environment') return readSecretsEnvironment(env, source.prefix);
  const { path } = source;
  try {
    // Mode and contents of the same file, even if somebody replaces it meanwhile.
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      if ((mode & 0o077) !== 0) return { path, unreadable: openToOthers(mode) };
      return readSecretsFile(await file.readFile('utf8'), path);
    } finally {
      await file.close();
    }
  } catch (error) {
    return { path, unreadable: unreadable(error as NodeJS.ErrnoException) };
  }
}

const openToOthers = (mode: number): Problem => ({
  what: `others on this machine can read it (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
  next: 'chmod 600 it',
});

function unreadable({ code }: NodeJS.ErrnoException): Problem {
  if (code === 'ENOENT')
    return {
      what: 'the secrets file does not exist',
      next: 'check secrets.file in the inventory, or write it',
    };
  return {
    what: `the secrets file cannot be read (${code ?? 'unknown error'})`,
    next: 'check its owner and mode',
  };
}

function missingProblems(source: SecretsSource, missing: readonly SecretName[]): readonly Problem[] {
  if (missing.length === 0) return [];
  const many = missing.length > 1 ? `${missing.length} secrets are missing` : 'a secret is missing';
  if (source.kind === 'file')
    return [
      {
        where: source.path,
        what: `${many}: ${missing.join(', ')}`,
        next: `add "name: value" for each: ${ADVICE}`,
      },
    ];
  const variables = missing.map((name) => variableOf(name, source.prefix));
  return [{ where: 'environment', what: `${many}: ${variables.join(', ')}`, next: `export them: ${ADVICE}` }];
}
