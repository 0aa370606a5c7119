import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove } from './files.ts';
import { paths } from './paths.ts';

const servicesIn = (directory: string): string[] => {
  try {
    return readdirSync(directory).filter((name) => !name.endsWith('yaml'));
  } catch {
    return [];
  }
};

export const installedServices = (): string[] => servicesIn(paths.installed);
export const configuredServices = (): string[] => servicesIn(paths.configured);

export function mark(directory: string, services: readonly string[]): void {
  mkdirSync(directory, { recursive: true });
  for (const service of services) writeFileSync(join(directory, service), '');
}

export function removeMarkers(): void {
  remove(paths.installed, paths.configured);
}
