import { RELEASES, type Release } from '../../cloudify/releases.ts';
import { parseVersion, releaseOf } from '../../cloudify/versions.ts';
import type { SimulatedHost } from '../state.ts';

/** The release that a host has the package of; of a package whose name says none, the newest. */
export function installedRelease({ packages }: SimulatedHost): Release {
  const version = parseVersion(packages.get('cloudify') ?? '');
  const release = (version && releaseOf(version)) ?? RELEASES.at(-1);
  if (!release) throw new Error('the version table is empty');
  return release;
}
