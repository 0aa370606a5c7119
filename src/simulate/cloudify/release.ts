import type { Release } from '../../platforms/cloudify/product/releases.ts';
import { knownRelease, parseVersion } from '../../platforms/cloudify/product/versions.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/**
 * The release whose package a host has, or will have.
 * @throws Error (a bug) when it is none that the simulator knows
 */
export function installedRelease({ product }: World, { packages }: SimulatedHost): Release {
  const text = packages.get('cloudify') ?? product;
  const version = parseVersion(text);
  if (!version) throw new Error(`no release of the product: ${text}`);
  return knownRelease(version);
}
