import {
  isStreaming,
  type DatabaseView,
  type Membership,
  type PatroniMember,
} from '../../model/health/membership.ts';
import type { Clause, Proof } from '../../model/health/proof.ts';
import type { HostName } from '../../model/names.ts';
import type { MemberOperation, Switchover } from '../../model/plan/step.ts';
import { inOrder, RUN_AGAIN, commandStep } from '../../model/next-step.ts';
import { all, refused, safe, wait } from '../proof/vote-count.ts';
import { isUnreachable, reportedRunningBy } from '../views/peer-view.ts';
import { isNamedLeader, noLeader } from '../views/no-leader.ts';
import { answeringMembers, type AnsweringMember } from '../views/compared-views.ts';
import { hostOf, nodeOf, proveQuorumWithOneMore, proveQuorumWithout, type Votes } from '../proof/votes.ts';

/** Combined state of the databases as they report it. Nodes are addresses. */
export interface Databases {
  readonly votes: Votes;
  /** The leader, if all members agree on it and it answers; otherwise undefined. */
  readonly leader: string | undefined;
  /** Standbys that answer and that every member reports as streaming. */
  readonly streaming: readonly string[];
  readonly synchronous: readonly string[];
  /** Members that answer but are neither leader nor streaming. Waiting may help. */
  readonly settling: readonly string[];
}

/**
 * Combines the reports of all databases. Ignores Patroni's report on a member whose etcd is unhealthy, because without
 * etcd Patroni repeats its last known state. Leader and standbys must also answer and have a healthy etcd, because Patroni
 * lists a killed member for 30 s.
 */
export function readDatabases(membership: Membership): Databases {
  const answering = answeringMembers(membership, 'database').filter(({ view }) => view.patroni);
  const reliable = answering.filter(({ view }) => view.etcd.healthy);
  const reports = reliable.map(({ view }) => view.patroni ?? []);
  const inAll = (wanted: (member: PatroniMember) => boolean) =>
    nodesOf(reliable).filter((node) =>
      reports.every((view) => view.some((one) => one.address === node && wanted(one))),
    );
  const leader = reports.every((view) => view.filter(isLeader).length === 1) ? inAll(isLeader)[0] : undefined;
  const streaming = inAll(isStreaming);
  return {
    votes: votesOf(answeringMembers(membership, 'database')),
    leader,
    streaming,
    synchronous: inAll((member) => isStreaming(member) && member.role === 'sync_standby'),
    settling: nodesOf(answering).filter((node) => node !== leader && !streaming.includes(node)),
  };
}

function nodesOf(seen: readonly AnsweringMember<DatabaseView>[]): readonly string[] {
  return seen.map(({ node }) => node);
}

function isLeader(member: PatroniMember): boolean {
  return member.role === 'leader';
}

/**
 * Counts the votes in etcd. A node is a member if any healthy node lists it (if no node is healthy: any node that
 * answers); a stale list can only make the quorum larger. A member can vote if it reports healthy and every healthy
 * node lists it. Otherwise it may have bootstrapped its own cluster.
 */
function votesOf(seen: readonly AnsweringMember<DatabaseView>[]): Votes {
  const healthy = seen.filter(({ view }) => view.etcd.healthy);
  const members = listed(healthy).length > 0 ? listed(healthy) : listed(seen);
  const available = nodesOf(healthy).filter((node) => healthy.every((one) => listed([one]).includes(node)));
  const recovering = nodesOf(seen).filter((node) => members.includes(node) && !available.includes(node));
  return { service: 'database', of: 'etcd', able: 'healthy', members, available, recovering };
}

function listed(seen: readonly AnsweringMember<DatabaseView>[]): readonly string[] {
  return [
    ...new Set(
      seen.flatMap(({ view }) =>
        view.etcd.members.flatMap((member) => (member.learner ? [] : [member.address])),
      ),
    ),
  ];
}

/**
 * Decides whether this database may be restarted, stopped or removed. Checks etcd's quorum, leadership and streaming
 * standbys.
 */
export function proveDatabaseDisruption(
  membership: Membership,
  operation: MemberOperation,
  switchover: Switchover,
): Proof {
  const databases = readDatabases(membership);
  const node = nodeOf(membership, operation.member);
  const permanent = operation.kind === 'remove';
  return all(
    proveQuorumWithout(databases.votes, { host: operation.member, node, permanent }),
    proveLeadership(databases, membership, { operation, switchover }),
    proveStandbys(databases, membership, operation.member),
  );
}

/** Decides whether a database may be added. */
export function proveDatabaseAddition(membership: Membership, host: HostName): Proof {
  const databases = readDatabases(membership);
  const leader = databases.leader === undefined ? wait({ kind: 'no-leader-to-copy' }) : safe();
  const isMember = databases.votes.members.includes(nodeOf(membership, host));
  return all(
    proveQuorumWithOneMore(membership, databases.votes, host),
    leader,
    isMember ? proveStandbys(databases, membership, host) : safe(),
  );
}

/** Requires that a leader first switches over to a synchronous standby, because other standbys may lack the last commits. */
function proveLeadership(
  { leader, synchronous }: Databases,
  membership: Membership,
  { operation, switchover }: { readonly operation: MemberOperation; readonly switchover: Switchover },
): Proof {
  const node = nodeOf(membership, operation.member);
  if (leader === undefined) {
    const isDown =
      isUnreachable(membership, operation.member) && !isNamedLeader(membership, operation.member);
    return isDown && operation.kind !== 'remove' ? safe() : noLeader(membership);
  }
  if (leader !== node) return safe();
  if (switchover === 'none') {
    const next = inOrder(commandStep('switchover'), RUN_AGAIN);
    return refused({ kind: 'is-leader', host: operation.member }, next);
  }
  return synchronous.some((one) => one !== node)
    ? safe()
    : wait({ kind: 'no-synchronous-standby', besides: operation.member });
}

/**
 * Requires that another standby streams, unless this member is down or does not stream itself. With
 * `synchronous_mode_strict`, the leader accepts no writes without a streaming standby.
 */
function proveStandbys(
  { leader, streaming, settling }: Databases,
  membership: Membership,
  host: HostName,
): Proof {
  const node = nodeOf(membership, host);
  const needed =
    node === leader || streaming.includes(node) || reportedRunningBy(membership, host).length > 0;
  const left = streaming.filter((one) => one !== node).length - (node === leader ? 1 : 0);
  const now: Clause = {
    kind: 'streaming',
    ...(leader === undefined ? {} : { leader: hostOf(membership, leader) }),
    standbys: streaming.length,
  };
  if (!needed) return safe(now);
  const then: Clause = { kind: 'streaming-without', host, left };
  if (left > 0) return safe(now, then);
  const next = commandStep('status', { purpose: 'bring another standby back first' });
  return settling.some((one) => one !== node) ? wait(now, then) : refused([now, then], next);
}
