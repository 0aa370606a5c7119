import type { PlatformName } from '../../model/names.ts';
import type { YamlPath } from '../yaml/source.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { Rule } from './rule.ts';

/** The key of the inventory that contains the version. */
const VERSION_AT: Readonly<Record<PlatformName, YamlPath>> = {
  cloudify: ['cloudify', 'version'],
  native: ['native', 'postgresql', 'version'],
};

/** The platform must support the release. */
export const releaseKnown: Rule = ({ cluster }) => {
  const unsupported = platformOf(cluster).unsupportedRelease(cluster.version);
  return unsupported ? [{ at: VERSION_AT[cluster.platform], ...unsupported }] : [];
};
