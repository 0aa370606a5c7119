import type { Release } from '../../platforms/cloudify/product/releases.ts';
import { knownRelease, parseVersion, SUPPORTED_RELEASES } from '../../platforms/cloudify/product/versions.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/** The product whose package is uploaded, unless a test chooses another. */
export const NEWEST_PRODUCT = SUPPORTED_RELEASES.at(-1) ?? '';

/**
 * Release of the installed package, or of the package to be installed.
 * @throws Error (a bug) if the simulator does not know the release
 */
export function installedRelease({ product }: World, { packages }: SimulatedHost): Release {
  const text = packages.get('cloudify') ?? product;
  const version = parseVersion(text);
  if (!version) throw new Error(`unknown release of the product: ${text}`);
  return knownRelease(version);
}
