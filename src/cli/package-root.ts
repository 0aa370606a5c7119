import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';

/** The directory with package.json, playbooks and schema: above `src` in the sources, above `dist` in a build. */
export function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}

export function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Path of a playbook of this package. */
export function builtInPlaybook(name: string): string {
  return join(builtInPlaybooks(), `${name}.yaml`);
}

/**
 * Path of the playbook that the operator named, by its path or by the name of a built-in one.
 * @throws UsageError if it is neither
 */
export function playbookPath(given: string): string {
  if (/[\\/.]/.test(given) || existsSync(given)) return given;
  const names = readdirSync(builtInPlaybooks()).map((file) => file.replace(/[.]yaml$/, ''));
  if (names.includes(given)) return builtInPlaybook(given);
  const what = `unknown playbook "${given}"${didYouMean(given, names)}`;
  throw new UsageError([{ what, next: `specify the path of a playbook, or one of ${names.join(', ')}` }]);
}

export function builtInPlaybooks(): string {
  return join(packageRoot(), 'playbooks');
}
