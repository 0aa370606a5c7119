import { platformOf } from '../../registry/platforms.ts';
import type { Rule } from './rule.ts';

/** The platform must support the release. */
export const releaseKnown: Rule = ({ cluster }) => {
  const unsupported = platformOf(cluster).unsupportedRelease(cluster.version);
  return unsupported ? [{ at: [cluster.platform, 'version'], ...unsupported }] : [];
};
