import type { Membership, PatroniMember } from '../model/health/membership.ts';
import type { HostName, Service } from '../model/names.ts';
import type { Recovery } from '../model/health/recovery.ts';
import { quorumOf } from './proof/vote-count.ts';
import { VOTES_BY_SERVICE } from './services/votes-by-service.ts';
import { nodeOf, voteCountOf, type Votes } from './proof/votes.ts';

/**
 * Determines for each service whether it has its majority, which hosts are left and what is lost. Only reports.
 * @param unreachable hosts without a connection, which may be down
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
  const unconnected = hosts.filter((host) => unreachable.includes(host));
  const left = ranked(
    membership,
    hosts.filter((host) => !unconnected.includes(host)),
  );
  const needed = neededOf(votes);
  const state = stateOf({ able: votes.available.length, left: left.length, needed });
  const isLost = state === 'minority' || state === 'none';
  return {
    service,
    state,
    votes: voteCountOf(votes),
    left,
    unreachable: unconnected,
    lost: isLost ? LOST[service](membership, left[0]) : [],
  };
}

/** Counts the votes. If no member answers, the members of the inventory count as members. */
function known(membership: Membership): Votes {
  const votes = VOTES_BY_SERVICE[membership.service](membership);
  return votes.members.length > 0
    ? votes
    : { ...votes, members: membership.expected.map(({ node }) => node) };
}

/** Returns the number of members that the service needs. One manager is enough, because managers have no quorum. */
function neededOf({ service, members }: Votes): number {
  return service === 'manager' ? 1 : quorumOf(members.length);
}

function stateOf(given: { able: number; left: number; needed: number }): Recovery['state'] {
  if (given.able >= given.needed) return 'healthy';
  if (given.left >= given.needed) return 'stopped';
  return given.left > 0 ? 'minority' : 'none';
}

/** Sorts the remaining databases, the one with the most data first. Other members stay in the inventory's order. */
function ranked(membership: Membership, left: readonly HostName[]): readonly HostName[] {
  const rank = (host: HostName) => {
    const member = lastSeen(membership, host);
    if (!member) return Infinity;
    return RANK[member.role] + (member.lag ?? UNKNOWN_LAG);
  };
  return [...left].sort((one, other) => compare(rank(one), rank(other)));
}

/** Used if the lag is unknown. The numbers are bytes, and larger than any real lag, so that the role decides first. */
const UNKNOWN_LAG = 1e15;
const RANK = { leader: -4e15, sync_standby: -2e15, replica: 0, other: 0 } as const;

function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

/** The state of a host as its own Patroni reports it; without etcd, Patroni repeats its last known state. */
function lastSeen(membership: Membership, host: HostName): PatroniMember | undefined {
  const view = membership.views[host];
  const node = nodeOf(membership, host);
  return view?.kind === 'database' ? view.patroni?.find(({ address }) => address === node) : undefined;
}

const NOTHING_LEFT = 'all data of the service, except what a snapshot or a backup contains';

const LOST: Readonly<
  Record<Service, (membership: Membership, kept: HostName | undefined) => readonly string[]>
> = {
  database: (membership, kept) => [kept ? lostRows(membership, kept) : NOTHING_LEFT],
  broker: (_membership, kept) =>
    kept
      ? [
          'messages of queues whose only synchronized mirror was on a broker that is down',
          'the remaining brokers are paused until the recovery (pause_minority)',
        ]
      : [NOTHING_LEFT, 'messages that were not consumed yet'],
  manager: () => [
    'executions that ran on the managers; they stay `started` until you cancel them',
    'files that only the managers had, including blueprints and plugins',
  ],
};

function lostRows(membership: Membership, kept: HostName): string {
  const member = lastSeen(membership, kept);
  if (member?.role === 'leader') return `no acknowledged commit: ${kept} was the leader`;
  if (member?.role === 'sync_standby') {
    return `no acknowledged commit, if ${kept} was the synchronous standby until the end, as it reports`;
  }
  const lag = member?.lag === undefined ? 'the lag is unknown' : `last seen ${member.lag} bytes behind`;
  return `the last commits, unless ${kept} was the leader or the synchronous standby: ${lag}`;
}
