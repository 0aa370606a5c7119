import { switchDatabaseMaster } from '../commands/databases.ts';
import { knownRelease } from '../product/versions.ts';
import { hostNamed, hostsOf, type Host } from '../../../model/cluster.ts';
import type { HostName } from '../../../model/names.ts';
import { anyLane } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';

/**
 * Makes another database the leader: the given one, or a synchronous standby. A resumed switchover does nothing if the
 * former leader has stepped down already.
 */
export const switchoverPhase: Phase = {
  title: 'switch the database leader',
  needs: [],
  follows: [],
  lanes: (input) => {
    const databases = hostsOf(input.after, 'database');
    const { to, from } = requested(input);
    const release = knownRelease(input.after.version);
    const address = to?.privateIp ?? ({ live: 'candidate', of: from } as const);
    return anyLane(input, databases, [
      {
        slug: 'switchover',
        title: to ? `switch over to ${to.name}` : 'switch over to the synchronous standby',
        action: { kind: 'run', command: switchDatabaseMaster(release, address), unless: 'repeatable' },
        operation: {
          ...{ kind: 'switchover', service: 'database', member: to?.name ?? databases[0]?.name ?? '' },
          to: to ? { host: to.name } : 'sync-standby',
        },
      },
    ]);
  },
};

interface Requested {
  /** The next leader; undefined for any synchronous standby. */
  readonly to: Host | undefined;
  /** The database that steps down if it is the leader, or `leader` for any leader. */
  readonly from: HostName;
}

function requested({ change, after }: PhaseInput): Requested {
  if (change.kind !== 'switchover') return { to: undefined, from: 'leader' };
  const { to, onlyFrom } = change;
  return {
    to: to === 'sync-standby' ? undefined : hostNamed(after, to.host),
    from: onlyFrom === 'any-leader' ? 'leader' : onlyFrom.host,
  };
}
