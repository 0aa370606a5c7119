import { hostsOf } from '../../../model/cluster.ts';
import { HOUR } from '../../../model/duration.ts';
import { anyLane } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';
import { reinitialize } from '../commands/databases.ts';

/** How long a standby may take to copy the leader's data. */
const COPYING = 6 * HOUR;

/** Reinitializes a standby that can no longer follow: discards its data and copies the leader's. Never the leader. */
export const reinitDatabasePhase: Phase = {
  title: 'reinitialize the database',
  needs: [],
  follows: [],
  lanes: (input) => {
    if (input.change.kind !== 'reinit') return [];
    const { standby } = input.change;
    const others = hostsOf(input.after, 'database').filter(({ name }) => name !== standby.name);
    const command = reinitialize(input.after, standby.name);
    return anyLane(input, others, [
      {
        slug: `reinit-${standby.name}`,
        title: `reinitialize ${standby.name} from the leader`,
        action: { kind: 'run', command, unless: 'repeatable' },
        operation: { kind: 'reinit', service: 'database', member: standby.name, patienceMs: COPYING },
      },
    ]);
  },
};
