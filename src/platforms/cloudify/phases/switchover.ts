import { switchDatabaseMaster } from '../commands/databases.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { anyLane } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * The leader hands over: to the database that the command names, or to its synchronous standby. Gone on with, only if
 * it is still who led when that was asked for.
 */
export const switchover: Phase = {
  title: 'hand the lead over',
  needs: [],
  follows: [],
  lanes: (input) => {
    const databases = hostsOf(input.next, 'database');
    const { targets, led = 'leader' } = input;
    const [to] = targets;
    const release = knownRelease(input.next.version);
    const address = to?.privateIp ?? ({ live: 'successor', of: led } as const);
    return anyLane(input, databases, [
      {
        slug: 'switchover',
        title: to ? `hand the lead over to ${to.name}` : 'hand the lead over to the synchronous standby',
        action: { kind: 'run', command: switchDatabaseMaster(release, address), unless: 'repeatable' },
        operation: {
          ...{ service: 'database', member: to?.name ?? databases[0]?.name ?? '', effect: 'switchover' },
          ...(to ? { to: to.name } : {}),
        },
      },
    ]);
  },
};
