import { namesBlock } from '../../../phases/names-block.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Writes the broker names of `after` (the cluster after the command) to every host that resolves them: before a broker
 * joins, and after one is removed.
 */
export const brokerNames: Phase = {
  title: 'update the broker names on the hosts',
  needs: [],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      const files = namesBlock(input.after, host);
      if (files.length === 0) return [];
      return [{ slug: 'names', title: 'write the broker names', action: { kind: 'files', files } }];
    }),
};
