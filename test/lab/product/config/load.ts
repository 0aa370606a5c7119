import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { Failure, validationError } from '../base/failure.ts';
import { installedServices } from '../base/markers.ts';
import { paths } from '../base/paths.ts';
import { productRelease } from '../base/version.ts';
import type { Release } from '../releases.ts';
import { deepMerge, type Tree } from './merge.ts';
import type { Settings } from './settings.ts';

/** Loads the shipped defaults and merges the given files over them, from left to right. */
export function loadSettings(configFiles: readonly string[]): Settings {
  const release = productRelease();
  const settings = parseConfig(paths.defaultConfig, readFileSync(paths.defaultConfig, 'utf8')) as Tree;
  const already = release.markers === 'one' ? [] : installedServices({ release, services_to_install: [] });
  if (already.length > 0) settings['services_to_install'] = already;
  const names = configFiles.length > 0 ? configFiles : ['config.yaml'];
  const found = names.map(configPath);
  for (const path of found) {
    // A missing file is normal during a removal.
    if (existsSync(path)) mergeUserConfig(settings, parseConfig(path, readFileSync(path, 'utf8')));
  }
  settings['config_files'] = found;
  return readAs(release, settings);
}

/** Interprets the merged keys as the given release does. */
export function readAs(release: Release, tree: Tree): Settings {
  const settings = { ...tree, release } as unknown as Settings;
  if (!release.addressKeys) Object.assign(settings.manager, { private_ip: '', public_ip: '' });
  const unknown = settings.services_to_install.find((name) => !knownServices(release).includes(name));
  if (unknown !== undefined) throw new Failure('ValueError', `'${unknown}' is not in list`);
  return settings;
}

const knownServices = ({ monitoring }: Release): readonly string[] => [
  ...['database_service', 'queue_service', 'manager_service'],
  ...(monitoring ? ['monitoring_service', 'entropy_service'] : []),
];

export function mergeUserConfig(settings: Tree, user: unknown): void {
  if (user === null || typeof user !== 'object' || Array.isArray(user)) {
    const type = user === null ? 'NoneType' : Array.isArray(user) ? 'CommentedSeq' : 'str';
    throw new Failure('AttributeError', `'${type}' object has no attribute 'keys'`);
  }
  deepMerge(settings, user as Tree);
}

export function parseConfig(path: string, text: string): unknown {
  const document = parseDocument(text, { logLevel: 'error' });
  const [error] = document.errors;
  if (error) {
    const message = `User config file ${path} is not a properly formatted YAML file:\n${error.message}`;
    throw new Failure('InputError', message);
  }
  return document.toJS() as unknown;
}

/** Accepts only files under /etc/cloudify. */
export function configPath(name: string): string {
  const path = isAbsolute(name) ? name : resolve(join(paths.home, name));
  if (path.startsWith(paths.home)) return path;
  throw validationError(`Expected configuration files to be in ${paths.home}, but got: ${name}`);
}
