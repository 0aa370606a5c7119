import type { Membership, Proof } from '../../model/health/membership.ts';
import type { HostName, Service } from '../../model/names.ts';
import { count, quorumOf, refused, safe, wait } from './vote-count.ts';

/** Who votes in a cluster, by node name. */
export interface Votes {
  readonly service: Service;
  /** `etcd`, `broker` or `manager`, as the sums begin. */
  readonly what: string;
  /** What a voter that can vote is called: `healthy`, `running`, `well`. */
  readonly able: string;
  readonly members: readonly string[];
  readonly ables: readonly string[];
  /** They answer but cannot vote yet: waiting may help. */
  readonly recovering: readonly string[];
}

/** `etcd: 3 members, 2 healthy, quorum 2` */
export function voteCountOf({ what, able, members, ables }: Votes): string {
  return `${what}: ${count(members.length, 'member')}, ${ables.length} ${able}, quorum ${quorumOf(members.length)}`;
}

/**
 * Does the quorum survive a member that goes away? For a while (`restart`, `stop`): its vote is missed among as many
 * members as before. For good (`remove`): there is a member less.
 */
export function proveQuorumWithout(
  votes: Votes,
  gone: { host: HostName; node: string; forGood: boolean },
): Proof {
  const { members, ables, able } = votes;
  const rest = ables.filter((node) => node !== gone.node);
  const others = members.filter((node) => node !== gone.node).length;
  const quorum = quorumOf(gone.forGood ? others : members.length);
  const sum = `${voteCountOf(votes)}; without ${gone.host} ${rest.length} ${able} of ${others}`;
  if (others === members.length)
    return waitOrRefuse(`${voteCountOf(votes)}; ${gone.host} is none of them`, false);
  const had = ables.length >= quorumOf(members.length);
  if (had && rest.length >= quorum) return safe(sum);
  return waitOrRefuse(sum, rest.length + recovering(votes, gone.node) >= quorum);
}

/** Is there a quorum at all? */
export function proveQuorum(votes: Votes): Proof {
  const { members, ables } = votes;
  const quorum = quorumOf(members.length);
  const sum = voteCountOf(votes);
  return ables.length >= quorum ? safe(sum) : waitOrRefuse(sum, ables.length + recovering(votes) >= quorum);
}

/**
 * Does the quorum survive a member more, should the new one not come up? Nobody is added while another is down: that one
 * comes back or leaves first. One that the others list already makes the quorum larger as it is: it had better come up.
 * One that is alone, as after a recovery, has no majority to lose: it could never grow otherwise.
 */
export function proveQuorumWithOneMore(membership: Membership, votes: Votes, host: HostName): Proof {
  const node = nodeOf(membership, host);
  const others = votes.members.filter((one) => one !== node);
  const able = votes.ables.filter((one) => one !== node).length;
  const quorum = quorumOf(others.length + 1);
  if (votes.members.includes(node)) {
    const sum = `${voteCountOf(votes)}; ${host} is one of them`;
    return able >= quorum ? safe(sum) : waitOrRefuse(sum, able + recovering(votes, node) >= quorum);
  }
  const sum = `${voteCountOf(votes)}; joining ${host} makes ${others.length + 1}, quorum ${quorum}`;
  const down = proveAllUp(membership, votes, node);
  if (down.state !== 'safe') return { ...down, arithmetic: `${sum}; ${down.arithmetic}` };
  if (able >= quorum) return safe(sum);
  const [alone] = others;
  if (others.length === 1 && able === 1 && alone !== undefined) {
    return safe(`${sum}; ${hostOf(membership, alone)} is alone, and can grow in no safer way`);
  }
  return waitOrRefuse(sum, false);
}

/** Is every member but this one up? Otherwise whoever is down comes back, or leaves, before the others change. */
export function proveAllUp(membership: Membership, votes: Votes, but: string): Proof {
  const down = votes.members.filter((node) => node !== but && !votes.ables.includes(node));
  if (down.length === 0) return safe('');
  const hosts = down.map((node) => hostOf(membership, node));
  const sum = `${hosts.join(', ')} ${down.length === 1 ? 'is' : 'are'} not ${votes.able}`;
  const dead = down.find((node) => !votes.recovering.includes(node));
  if (dead === undefined) return wait(sum);
  const leaves = `quorate remove-${votes.service} INVENTORY ${hostOf(membership, dead)} --lost`;
  return refused(sum, `bring it back, or: ${leaves}`);
}

function recovering(votes: Votes, without?: string): number {
  return votes.recovering.filter((node) => node !== without).length;
}

function waitOrRefuse(sum: string, mayRecover: boolean): Proof {
  return mayRecover
    ? wait(sum)
    : refused(sum, 'bring the other members back first: quorate status INVENTORY');
}

/** The node name of a host; its own name where the inventory does not have it as a member (one that is being added). */
export function nodeOf({ expected }: Membership, host: HostName): string {
  return expected.find((member) => member.host === host)?.node ?? host;
}

/** The host behind a node name; the node name itself for a stranger. */
export function hostOf({ expected }: Membership, node: string): HostName {
  return expected.find((member) => member.node === node)?.host ?? node;
}
