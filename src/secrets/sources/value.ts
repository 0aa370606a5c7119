import { UsageError } from '../../errors/errors.ts';
import type { SecretName } from '../../model/material.ts';
import { Secret } from '../../model/secret.ts';
import type { Environment } from '../../model/secret.ts';
import type { SecretsSource, ValueSource } from '../../model/sources.ts';
import { describeCommand, commandOutput } from './command.ts';
import { readPrivateFile } from '../files/private-file.ts';
import { secretVariable } from './secret-values.ts';

/** One value from its own source. @throws UsageError that names the source, never what it gives */
export async function obtainValue(source: ValueSource, env: Environment): Promise<Secret> {
  switch (source.kind) {
    case 'environment':
      return variable(source.variable, env);
    case 'file':
      return wholeFile(source.path);
    case 'command':
      return commandOutput(source, env);
  }
}

/** A source in a few words: `the variable PROD_COOKIE`, `/run/secrets/cookie`, `pass show prod/cookie`. */
export function describeSource(source: ValueSource): string {
  switch (source.kind) {
    case 'environment':
      return `the variable ${source.variable}`;
    case 'file':
      return source.path;
    case 'command':
      return describeCommand(source);
  }
}

/** Where a secret comes from, in the same words; undefined when nothing gives it. */
export function describeOrigin(
  { shared: all, individual: alone }: SecretsSource,
  name: SecretName,
): string | undefined {
  const own = alone[name];
  if (own) return describeSource(own);
  if (all?.kind === 'file') return all.path;
  if (all?.kind === 'environment') return `the variable ${secretVariable(name, all.prefix)}`;
  return all && describeCommand(all);
}

function variable(name: string, env: Environment): Secret {
  const value = env[name];
  if (value) return new Secret(value);
  const what =
    value === undefined ? 'this environment variable is not set' : 'this environment variable is empty';
  throw new UsageError([{ where: name, what, next: 'export it before you start quorate' }]);
}

async function wholeFile(path: string): Promise<Secret> {
  const called = { what: 'the file of this secret', ifMissing: 'write the value into it, mode 0600' };
  const text = (await readPrivateFile(path, called)).toString('utf8').replace(/\r?\n$/, '');
  if (text === '') throw new UsageError([{ where: path, what: 'the file is empty', next: called.ifMissing }]);
  return new Secret(text);
}
