import { lanesOf } from '../../../phases/lane.ts';
import { namesBlock } from '../../../phases/names-block.ts';
import type { Phase } from '../../../phases/phase.ts';

/** Writes the broker names of the cluster after the command to every host that resolves them. */
export const brokerNames: Phase = {
  title: 'update the broker names on the hosts',
  needs: [],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      const files = namesBlock(input.after, host);
      return files.length === 0
        ? []
        : [{ slug: 'names', title: 'write the broker names', action: { kind: 'files', files } }];
    }),
};
