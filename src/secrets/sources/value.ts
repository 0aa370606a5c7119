import { UsageError } from '../../errors/errors.ts';
import type { SecretName } from '../../model/material.ts';
import { Secret } from '../../model/secret.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';
import type { SecretsSource, ValueSource } from '../../model/sources.ts';
import { describeCommand, commandOutput } from './command.ts';
import { readPrivateFile } from '../files/private-file.ts';
import { secretVariable } from './secret-values.ts';

/** Returns one value from its individual source. @throws UsageError that names the source but never its contents */
export async function obtainValue(source: ValueSource, env: EnvironmentVariables): Promise<Secret> {
  switch (source.kind) {
    case 'environment':
      return variable(source.variable, env);
    case 'file':
      return wholeFile(source.path);
    case 'command':
      return commandOutput(source, env);
  }
}

/** Returns a source as text: `the variable PROD_COOKIE`, `/run/secrets/cookie`, `pass show prod/cookie`. */
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

/** Returns the source of a secret as text, as `describeSource` does; undefined if it has none. */
export function describeOrigin({ shared, individual }: SecretsSource, name: SecretName): string | undefined {
  const own = individual[name];
  if (own) return describeSource(own);
  if (shared?.kind === 'file') return shared.path;
  if (shared?.kind === 'environment') return `the variable ${secretVariable(name, shared.prefix)}`;
  return shared && describeCommand(shared);
}

function variable(name: string, env: EnvironmentVariables): Secret {
  const value = env[name];
  if (value) return new Secret(value);
  const what =
    value === undefined ? 'this environment variable is not set' : 'this environment variable is empty';
  throw new UsageError([{ where: name, what, next: 'export it before starting quorate' }]);
}

async function wholeFile(path: string): Promise<Secret> {
  const description = { what: 'the file of this secret', ifMissing: 'write the value into it, mode 0600' };
  const text = (await readPrivateFile(path, description)).toString('utf8').replace(/\r?\n$/, '');
  if (text === '')
    throw new UsageError([{ where: path, what: 'the file is empty', next: description.ifMissing }]);
  return new Secret(text);
}
