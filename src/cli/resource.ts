import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getAsset, isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';

/** The asset that lists the other assets of the single executable, one a line (build/package/executable.ts). */
const ASSET_LIST = 'assets';

/**
 * Text of a file that is part of this program: `package.json`, a playbook, the schema or a page of docs. The single
 * executable contains these files as assets; otherwise they are files of the package.
 * @param name its path in the package, such as `playbooks/deploy.yaml`
 */
export function resource(name: string): string {
  return isSea() ? getAsset(name, 'utf8') : readFileSync(join(packageRoot(), name), 'utf8');
}

export function packageVersion(): string {
  return (JSON.parse(resource('package.json')) as { version: string }).version;
}

/** The text of a playbook of this program. */
export function builtInPlaybook(name: string): string {
  return resource(playbookFile(name));
}

export const playbookFile = (name: string): string => `playbooks/${name}.yaml`;

/** Names of the playbooks of this program. */
export function builtInPlaybooks(): readonly string[] {
  const files = isSea()
    ? resource(ASSET_LIST).split('\n')
    : readdirSync(join(packageRoot(), 'playbooks')).map((file) => `playbooks/${file}`);
  return files.flatMap((file) => /^playbooks[/](.+)[.]yaml$/.exec(file)?.[1] ?? []);
}

/** The directory with package.json, playbooks and schema: above `src` in the sources, above `dist` in a build. */
function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}
