import { unsupportedRelease } from '../../platforms/cloudify/product/versions.ts';
import type { Rule } from './rule.ts';

/** The release must be in the version table. */
export const releaseKnown: Rule = ({ cluster }) => {
  const unsupported = unsupportedRelease(cluster.version);
  return unsupported ? [{ at: ['cloudify', 'version'], ...unsupported }] : [];
};
