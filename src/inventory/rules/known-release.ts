import { unsupportedRelease } from '../../platforms/cloudify/product/versions.ts';
import type { Rule } from './rule.ts';

/** The release is in the table; where it is known why not, that is said. */
export const releaseKnown: Rule = ({ cluster }) => {
  const refused = unsupportedRelease(cluster.version);
  return refused ? [{ at: ['cloudify', 'version'], ...refused }] : [];
};
