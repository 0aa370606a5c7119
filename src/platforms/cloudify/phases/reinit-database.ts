import { reinitDatabase } from '../commands/databases.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { HOUR } from '../../../model/duration.ts';
import { anyLane } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';

/** How long a standby may copy the leader's data. */
const COPYING = 6 * HOUR;

/** A standby throws its data away and copies the leader's: for one that can follow no more. Never the leader. */
export const reinitDatabasePhase: Phase = {
  title: 'copy the database anew',
  needs: [],
  follows: [],
  lanes: (input) => {
    if (input.change.kind !== 'reinit') return [];
    const { standby } = input.change;
    const others = hostsOf(input.after, 'database').filter(({ name }) => name !== standby.name);
    const command = reinitDatabase(knownRelease(input.after.version), standby.privateIp);
    return anyLane(input, others, [
      {
        slug: `reinit-${standby.name}`,
        title: `copy the leader's data to ${standby.name} anew`,
        action: { kind: 'run', command, unless: 'repeatable' },
        operation: {
          kind: 'reinit',
          service: 'database',
          member: standby.name,
          patienceMs: COPYING,
        },
      },
    ]);
  },
};
