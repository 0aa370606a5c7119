import type { Version } from '../../../model/cluster.ts';
import { RELEASES, type Release } from './releases.ts';

/** The series that this Quorate deploys, for messages: `5.0.5-dev`, `5.1`, … */
export const SUPPORTED_RELEASES: readonly string[] = RELEASES.map((release) => release.series);

/** Reads `7.0.4`, `7.0` (patch 0) or `5.0.5-dev`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const found = /^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})(?:\.(0|[1-9]\d{0,3}))?(-dev)?$/.exec(text);
  if (!found) return undefined;
  const [, major, minor, patch = '0', dev] = found;
  return { text, major: Number(major), minor: Number(minor), patch: Number(patch), dev: dev !== undefined };
}

/** The table's entry for a version; undefined when this Quorate does not know that release. */
export function releaseOf({ major, minor, patch, dev }: Version): Release | undefined {
  const series = `${major}.${minor}${dev ? `.${patch}-dev` : ''}`;
  return RELEASES.find((release) => release.series === series);
}

/** @throws Error (a bug) for a release that the inventory's rules should have refused */
export function knownRelease(version: Version): Release {
  const release = releaseOf(version);
  if (!release) throw new Error(`release ${version.text} is not in the version table`);
  return release;
}

/** Why a release is not deployed, and what to do about it. */
export interface UnsupportedRelease {
  readonly what: string;
  readonly why?: string;
  readonly next: string;
}

/** Releases that are known well enough to say why not. */
const REFUSED: Readonly<Record<string, Omit<UnsupportedRelease, 'what'>>> = {
  '5.0': {
    why: 'its first manager wants the node id of every database and broker, known once they are installed',
    next: 'use 5.1 or later; 5.0.5-dev is what the specification describes',
  },
};

/** Why this Quorate does not deploy a version; undefined: it does. */
export function unsupportedRelease(version: Version): UnsupportedRelease | undefined {
  if (releaseOf(version)) return undefined;
  const what = `${version.text} is not a release that this version of quorate installs`;
  const reason = version.dev ? undefined : REFUSED[`${version.major}.${version.minor}`];
  return {
    what,
    ...(reason ?? { next: `it installs ${SUPPORTED_RELEASES.join(', ')} and their patch releases` }),
  };
}
