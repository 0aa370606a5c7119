import { hostNamed, hostsOf, type Host } from '../../../model/cluster.ts';
import type { HostName } from '../../../model/names.ts';
import { anyLane } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { switchLeader } from '../commands/databases.ts';

/** Makes another database the leader: the given one, or a synchronous standby. */
export const switchoverPhase: Phase = {
  title: 'switch the database leader',
  needs: [],
  follows: [],
  lanes: (input) => {
    const databases = hostsOf(input.after, 'database');
    const { to, from } = requested(input);
    const candidate = to?.name ?? ({ live: 'candidate', of: from, as: 'name' } as const);
    return anyLane(input, databases, [
      {
        slug: 'switchover',
        title: to ? `switch over to ${to.name}` : 'switch over to the synchronous standby',
        action: { kind: 'run', command: switchLeader(input.after, candidate), unless: 'repeatable' },
        operation: {
          ...{ kind: 'switchover', service: 'database', member: to?.name ?? databases[0]?.name ?? '' },
          to: to ? { host: to.name } : 'sync-standby',
        },
      },
    ]);
  },
};

function requested({ change, after }: PhaseInput): {
  readonly to: Host | undefined;
  readonly from: HostName;
} {
  if (change.kind !== 'switchover') return { to: undefined, from: 'leader' };
  const { to, onlyFrom } = change;
  return {
    to: to === 'sync-standby' ? undefined : hostNamed(after, to.host),
    from: onlyFrom === 'any-leader' ? 'leader' : onlyFrom.host,
  };
}
