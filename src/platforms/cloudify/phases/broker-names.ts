import { namesBlock } from '../steps/host-files.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';

/** Every host that looks brokers up by name learns those of `after`: before one joins, and after one has left. */
export const brokerNames: Phase = {
  title: 'tell the hosts the names of the brokers',
  needs: [],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      const files = namesBlock(input.after, host);
      if (files.length === 0) return [];
      return [{ slug: 'names', title: 'write the names of the brokers', action: { kind: 'files', files } }];
    }),
};
