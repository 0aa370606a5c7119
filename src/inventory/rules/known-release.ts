import { refusal } from '../../platforms/cloudify/product/versions.ts';
import type { Rule } from './rule.ts';

/** The release is in the table; where it is known why not, that is said. */
export const releaseKnown: Rule = ({ cluster }) => {
  const refused = refusal(cluster.version);
  return refused ? [{ at: ['cloudify', 'version'], ...refused }] : [];
};
