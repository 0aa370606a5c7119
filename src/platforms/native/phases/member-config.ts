import { lanesOf } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';
import { fixedIn } from '../config/settings.ts';
import { memberFiles } from '../steps/host-files.ts';

/** Writes the members of the cluster after the command into the files of every member, and runs nothing. */
export const memberConfig: Phase = {
  title: 'update the member lists in the configuration',
  needs: [],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      // The new member has joined by now, so the files no longer name a cluster to join.
      const files = memberFiles({ ...input, joining: [] }, host);
      return files.length === 0
        ? []
        : [
            {
              slug: 'config',
              title: 'write the configuration',
              action: { kind: 'files', files, ...fixedIn(input, host) },
            },
          ];
    }),
};
