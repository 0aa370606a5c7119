import type { Version } from '../../../model/cluster.ts';
import { remembered } from '../../../model/work/remembered.ts';
import type { UnsupportedRelease } from '../../inventory-platform.ts';
import { PATCHES, RELEASES, type Release } from './releases.ts';

/** The series that this version of Quorate supports: `5.0.5-dev`, `5.1`, … */
export const SUPPORTED_RELEASES: readonly string[] = RELEASES.map((release) => release.series);

/** Parses `7.0.4`, `7.0` (patch 0) or `5.0.5-dev`. Returns undefined for all other text. */
export function parseVersion(text: string): Version | undefined {
  const found = /^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})(?:\.(0|[1-9]\d{0,3}))?(-dev)?$/.exec(text);
  if (!found) return undefined;
  const [, major, minor, patch = '0', dev] = found;
  return { text, major: Number(major), minor: Number(minor), patch: Number(patch), dev: dev !== undefined };
}

/** Returns the release of a version; undefined if it is not in the version table. */
export const releaseOf = remembered(({ major, minor, patch, dev }: Version): Release | undefined => {
  const series = `${major}.${minor}${dev ? `.${patch}-dev` : ''}`;
  const found = RELEASES.find((release) => release.series === series);
  const patched = PATCHES[`${major}.${minor}.${patch}`];
  return found && patched && !dev ? { ...found, ...patched } : found;
});

/** Returns the release of a version. @throws Error (a bug) if the rules of the inventory should have refused it */
export function knownRelease(version: Version): Release {
  const release = releaseOf(version);
  if (!release) throw new Error(`release ${version.text} is not in the version table`);
  return release;
}

/** Reasons for releases that are known not to work. */
const KNOWN_REASONS: Readonly<Record<string, Omit<UnsupportedRelease, 'what'>>> = {
  '5.0': {
    why: 'the first manager of this release needs the node IDs of all databases and brokers, which exist only once these are installed',
    next: 'use 5.1 or later, or 5.0.5-dev, which the specification describes',
  },
};

/** Returns why this version of Quorate does not support a version of the product; undefined if it does. */
export function unsupportedRelease(version: Version): UnsupportedRelease | undefined {
  if (releaseOf(version)) return undefined;
  const what = `this version of Quorate does not support release ${version.text}`;
  const reason = version.dev ? undefined : KNOWN_REASONS[`${version.major}.${version.minor}`];
  return {
    what,
    ...(reason ?? { next: `use one of ${SUPPORTED_RELEASES.join(', ')}, or a patch release of one of them` }),
  };
}
