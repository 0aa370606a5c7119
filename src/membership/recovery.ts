import type { Membership, PatroniMember } from '../model/health/membership.ts';
import type { HostName, Service } from '../model/names.ts';
import type { Recovery } from '../model/health/recovery.ts';
import { quorumOf } from './proof/vote-count.ts';
import { VOTES_BY_SERVICE } from './services/votes-by-service.ts';
import { nodeOf, voteCountOf, type Votes } from './proof/votes.ts';

/**
 * Has each service its majority, who is left, what is lost? Decides what is told, never what is done.
 * @param unreachable machines that did not let us in: dead, as far as can be seen from here
 */
export function recoveries(
  memberships: readonly Membership[],
  unreachable: readonly HostName[],
): readonly Recovery[] {
  return memberships.map((membership) => recoveryOf(membership, unreachable));
}

function recoveryOf(membership: Membership, unreachable: readonly HostName[]): Recovery {
  const { service, expected } = membership;
  const votes = known(membership);
  const hosts = expected.map(({ host }) => host);
  const dead = hosts.filter((host) => unreachable.includes(host));
  const left = ranked(
    membership,
    hosts.filter((host) => !dead.includes(host)),
  );
  const needed = neededOf(votes);
  const state = stateOf({ able: votes.ables.length, left: left.length, needed });
  const sum =
    service === 'manager'
      ? `manager: ${votes.members.length} members, ${votes.ables.length} well`
      : voteCountOf(votes);
  const isLost = state === 'minority' || state === 'none';
  return { service, state, sum, left, dead, lost: isLost ? LOST[service](membership, left[0]) : [] };
}

/** Where nobody answers, the members are those of the inventory. */
function known(membership: Membership): Votes {
  const votes = VOTES_BY_SERVICE[membership.service](membership);
  return votes.members.length > 0
    ? votes
    : { ...votes, members: membership.expected.map(({ node }) => node) };
}

/** Managers have no quorum: one is enough. */
function neededOf({ service, members }: Votes): number {
  return service === 'manager' ? 1 : quorumOf(members.length);
}

function stateOf(given: { able: number; left: number; needed: number }): Recovery['state'] {
  if (given.able >= given.needed) return 'well';
  if (given.left >= given.needed) return 'stopped';
  return given.left > 0 ? 'minority' : 'none';
}

/** Of the databases that are left the one with most in it first; others as in the inventory. */
function ranked(membership: Membership, left: readonly HostName[]): readonly HostName[] {
  const rank = (host: HostName) => {
    const member = lastSeen(membership, host);
    if (!member) return Infinity;
    return RANK[member.role] + (member.lag ?? UNKNOWN_LAG);
  };
  return [...left].sort((one, other) => compare(rank(one), rank(other)));
}

/** Bytes: more than a standby is ever behind, so that the role decides first. */
const UNKNOWN_LAG = 1e15;
const RANK = { leader: -4e15, sync_standby: -2e15, replica: 0, other: 0 } as const;

function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

/** What Patroni on this host says of itself; without etcd it repeats what it saw last. */
function lastSeen(membership: Membership, host: HostName): PatroniMember | undefined {
  const view = membership.views[host];
  const node = nodeOf(membership, host);
  return view?.kind === 'database' ? view.patroni?.find(({ address }) => address === node) : undefined;
}

const NOTHING_LEFT = 'all that it held, but for what a snapshot or a backup has';

const LOST: Readonly<
  Record<Service, (membership: Membership, kept: HostName | undefined) => readonly string[]>
> = {
  database: (membership, kept) => [kept ? lostRows(membership, kept) : NOTHING_LEFT],
  broker: (_membership, kept) =>
    kept
      ? [
          'messages of queues whose only mirror in sync was on a dead broker',
          `the brokers that are left stand still until then (pause_minority)`,
        ]
      : [NOTHING_LEFT, 'messages that nobody had consumed'],
  manager: () => [
    'executions that ran there: they stay `started` until somebody cancels them',
    'files that only the managers had, blueprints and plugins among them',
  ],
};

function lostRows(membership: Membership, kept: HostName): string {
  const member = lastSeen(membership, kept);
  if (member?.role === 'leader') return `nothing that was acknowledged: ${kept} led`;
  if (member?.role === 'sync_standby') {
    return `nothing that was acknowledged, if ${kept} was the synchronous standby to the end, as it says`;
  }
  const lag = member?.lag === undefined ? 'how much is not known' : `last seen ${member.lag} bytes behind`;
  return `the last commits, unless ${kept} led or was the synchronous standby: ${lag}`;
}
