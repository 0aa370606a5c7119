import type { Membership } from '../../model/health/membership.ts';
import type { Able, Electorate, Proof, VoteCount } from '../../model/health/proof.ts';
import { either, manual, commandStep } from '../../model/next-step.ts';
import type { HostName, Service } from '../../model/names.ts';
import { quorumOf, refused, safe, wait, withClauses } from './vote-count.ts';

/** The voters of a cluster, by node name. */
export interface Votes {
  readonly service: Service;
  readonly of: Electorate;
  readonly able: Able;
  readonly members: readonly string[];
  /** Members that can vote; for managers, the healthy ones. */
  readonly available: readonly string[];
  /** Members that answer but cannot vote yet. Waiting may help. */
  readonly recovering: readonly string[];
}

/**
 * Counts the members, the members that can vote and the quorum, rendered as `etcd: 3 members, 2 healthy, quorum 2`.
 * Managers have no quorum.
 */
export function voteCountOf({ of, able, members, available }: Votes): VoteCount {
  const count = { kind: 'votes', of, able, members: members.length, available: available.length } as const;
  return of === 'manager' ? count : { ...count, quorum: quorumOf(members.length) };
}

/**
 * Decides whether the cluster keeps its quorum without a member. A restart or a stop leaves the number of members as it is,
 * a removal (`permanent`) reduces it.
 */
export function proveQuorumWithout(
  votes: Votes,
  absent: { host: HostName; node: string; permanent: boolean },
): Proof {
  const { members, available, able } = votes;
  const rest = available.filter((node) => node !== absent.node);
  const others = members.filter((node) => node !== absent.node).length;
  const quorum = quorumOf(absent.permanent ? others : members.length);
  const votesNow = voteCountOf(votes);
  if (others === members.length)
    return waitOrRefuse([votesNow, { kind: 'is-member', host: absent.host, member: false }], false);
  const remaining = { kind: 'remaining', without: absent.host, able, left: rest.length, of: others } as const;
  const had = available.length >= quorumOf(members.length);
  if (had && rest.length >= quorum) return safe(votesNow, remaining);
  return waitOrRefuse([votesNow, remaining], rest.length + recovering(votes, absent.node) >= quorum);
}

/** Decides whether the cluster has a quorum. */
export function proveQuorum(votes: Votes): Proof {
  const { members, available } = votes;
  const quorum = quorumOf(members.length);
  const votesNow = voteCountOf(votes);
  return available.length >= quorum
    ? safe(votesNow)
    : waitOrRefuse([votesNow], available.length + recovering(votes) >= quorum);
}

/**
 * Decides whether the cluster keeps its quorum if a member is added and does not start. No member is added while
 * another is down; the one that is down must recover or be removed first. A host that is already listed counts as a
 * member, so installing it does not raise the quorum. A second member may be added to a single one, as after a
 * recovery, because the cluster could not grow otherwise.
 */
export function proveQuorumWithOneMore(membership: Membership, votes: Votes, host: HostName): Proof {
  const node = nodeOf(membership, host);
  const others = votes.members.filter((one) => one !== node);
  const able = votes.available.filter((one) => one !== node).length;
  const quorum = quorumOf(others.length + 1);
  const votesNow = voteCountOf(votes);
  if (votes.members.includes(node)) {
    const clauses = [votesNow, { kind: 'is-member', host, member: true }] as const;
    return able >= quorum
      ? safe(...clauses)
      : waitOrRefuse(clauses, able + recovering(votes, node) >= quorum);
  }
  const joining = { kind: 'joining', host, members: others.length + 1, quorum } as const;
  const down = proveOthersAble(membership, votes, node);
  if (down.state !== 'safe') return withClauses(down, votesNow, joining);
  if (able >= quorum) return safe(votesNow, joining);
  const [alone] = others;
  if (others.length === 1 && able === 1 && alone !== undefined)
    return safe(votesNow, joining, { kind: 'only-member', host: hostOf(membership, alone) });
  return waitOrRefuse([votesNow, joining], false);
}

/** Requires that every member except `but` can vote. A member that cannot vote must recover or be removed first. */
export function proveOthersAble(membership: Membership, votes: Votes, but: string): Proof {
  const down = votes.members.filter((node) => node !== but && !votes.available.includes(node));
  if (down.length === 0) return safe();
  const hosts = down.map((node) => hostOf(membership, node));
  const notAble = { kind: 'not-able', hosts, able: votes.able } as const;
  const lost = down.find((node) => !votes.recovering.includes(node));
  if (lost === undefined) return wait(notAble);
  const host = hostOf(membership, lost);
  const removal = commandStep(`remove-${votes.service}`, { host, flags: ['--lost'] });
  return refused(notAble, either(manual(`bring ${host} back`), removal));
}

function recovering(votes: Votes, without?: string): number {
  return votes.recovering.filter((node) => node !== without).length;
}

function waitOrRefuse(clauses: Proof['clauses'], mayRecover: boolean): Proof {
  return mayRecover
    ? wait(...clauses)
    : refused(clauses, commandStep('status', { purpose: 'bring the other members back first' }));
}

/** The node name of a host; the host's own name if it is not an expected member. */
export function nodeOf({ expected }: Membership, host: HostName): string {
  return expected.find((member) => member.host === host)?.node ?? host;
}

/** The host of a node name; the node name itself for an unknown member. */
export function hostOf({ expected }: Membership, node: string): HostName {
  return expected.find((member) => member.node === node)?.host ?? node;
}
