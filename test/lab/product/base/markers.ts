import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Release } from '../releases.ts';
import { remove } from './files.ts';
import { paths } from './paths.ts';

/** The installation to which the markers belong. One release has a single marker for all services. */
export interface Marked {
  readonly release: Release;
  readonly services_to_install: readonly string[];
}

function servicesIn(path: string, { release, services_to_install }: Marked): readonly string[] {
  if (release.markers === 'one') return existsSync(path) ? services_to_install : [];
  try {
    return readdirSync(path).filter((name) => !name.endsWith('yaml'));
  } catch {
    return [];
  }
}

export const installedServices = (of: Marked): readonly string[] => servicesIn(paths.installed, of);
export const configuredServices = (of: Marked): readonly string[] => servicesIn(paths.configured, of);

export function markInstalled(of: Marked): void {
  mark(paths.installed, of);
}

export function markConfigured(of: Marked): void {
  mark(paths.configured, of);
}

function mark(path: string, { release, services_to_install }: Marked): void {
  if (release.markers === 'one') return writeFileSync(path, '');
  mkdirSync(path, { recursive: true });
  for (const service of services_to_install) writeFileSync(join(path, service), '');
}

export function removeMarkers(): void {
  remove(paths.installed, paths.configured);
}
