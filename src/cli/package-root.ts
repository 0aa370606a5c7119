import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';

/** The folder with package.json, playbooks and schema: above `src` from source, above `dist` once built. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

export function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The path of a playbook that comes with the program. */
export function ownPlaybook(name: string): string {
  return join(ownPlaybooks(), `${name}.yaml`);
}

/**
 * The path of a playbook as it was named: a file, or one that comes with the program by its name alone.
 * @throws UsageError for a name that is neither
 */
export function playbookNamed(given: string): string {
  if (/[\\/.]/.test(given) || existsSync(given)) return given;
  const names = readdirSync(ownPlaybooks()).map((file) => file.replace(/[.]yaml$/, ''));
  if (names.includes(given)) return ownPlaybook(given);
  const what = `there is no playbook "${given}"${didYouMean(given, names)}`;
  throw new UsageError([{ what, next: `the path of your own, or one of ${names.join(', ')}` }]);
}

function ownPlaybooks(): string {
  return join(packageRoot(), 'playbooks');
}
