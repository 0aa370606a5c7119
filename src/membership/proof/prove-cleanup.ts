import type { Membership, View } from '../../model/health/membership.ts';
import type { Clause, Proof } from '../../model/health/proof.ts';
import type { HostName } from '../../model/names.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { commandStep } from '../../model/next-step.ts';
import { quorumOf, refused, safe, wait } from './vote-count.ts';
import { isUnreachable, hasPeersThatAnswer, reportedRunningBy } from '../views/peer-view.ts';
import { isListedByNone, listings } from '../views/listed-members.ts';
import { healthyManagers } from '../services/managers.ts';
import { VOTES_BY_SERVICE } from '../services/votes-by-service.ts';
import { nodeOf, voteCountOf } from './votes.ts';

/**
 * Decides whether a member whose installation is incomplete may be stopped or removed. Ignores the report of this
 * member, because nothing depends on it yet. The other members must have a quorum without it; otherwise its data may be
 * needed.
 */
export function proveCleanup(membership: Membership, { service, member }: MemberOperation): Proof {
  const others = without(membership, member);
  const node = nodeOf(membership, member);
  if (service === 'manager') return proveOtherManagers(others, member);
  const votes = VOTES_BY_SERVICE[service](others);
  const { able, available, recovering } = votes;
  const left = votes.members.filter((one) => one !== node).length;
  const clauses: readonly Clause[] = [
    voteCountOf(votes),
    { kind: 'remaining', without: member, able, left: available.length, of: left, incomplete: true },
  ];
  if (available.length >= quorumOf(left)) return safe(...clauses);
  if (recovering.length > 0) return wait(...clauses);
  const purpose = `the data of ${member} may be needed; bring the other members back first`;
  return refused(clauses, commandStep('status', { purpose }));
}

function proveOtherManagers(others: Membership, member: HostName): Proof {
  const healthy = healthyManagers(others).length;
  const clause = { kind: 'healthy-managers', healthy, without: member } as const;
  return healthy > 0 ? safe(clause) : wait(clause);
}

/** Removes the member's own report; the inventory still expects the member. */
function without(membership: Membership, member: HostName): Membership {
  const views = Object.entries(membership.views).filter(([host]) => host !== member);
  return { ...membership, views: Object.fromEntries(views) };
}

/**
 * True if nothing is left to do because the member has already stopped or been removed. It has stopped if it is
 * unreachable and no other member reports it running. It is removed if no other member lists it.
 */
export function hasLeft(membership: Membership, operation: MemberOperation): boolean {
  const { member } = operation;
  switch (endOf(operation)) {
    case 'stopped':
      return isUnreachable(membership, member) && hasStopped(membership, member);
    case 'removed':
      return isRemoved(membership, member);
    case 'running':
      return false;
  }
}

/** State of the member after the operation. */
function endOf(operation: MemberOperation): 'stopped' | 'removed' | 'running' {
  switch (operation.kind) {
    case 'stop-to-leave':
      return 'stopped';
    case 'remove':
      return 'removed';
    case 'undo-install':
      return operation.part === 'stop' ? 'stopped' : 'removed';
    case 'bootstrap':
    case 'join':
    case 'restart':
    case 'reinit':
    case 'switchover':
      return 'running';
  }
}

/**
 * True if the member has stopped. No peer reports whether a manager is running, so only a refused connection shows that
 * a manager has stopped.
 */
function hasStopped(membership: Membership, member: HostName): boolean {
  if (membership.service === 'manager') return isShut(membership.views[member]);
  return hasPeersThatAnswer(membership, member) && reportedRunningBy(membership, member).length === 0;
}

/**
 * True if the member was removed before and answers again, for example because its host restarted. A member that still
 * lists itself was not removed: its peers may have bootstrapped a cluster of their own.
 */
export function wasRemovedBefore(membership: Membership, member: HostName): boolean {
  const expected = membership.expected.filter(({ standing }) => standing !== 'joining');
  return isRemoved({ ...membership, expected }, member) && !listsItself(membership, member);
}

/** True if other members return their lists and none of the lists contains this member. */
export function isRemoved(membership: Membership, member: HostName): boolean {
  const lists = listings(membership.service, [membership]).filter(({ by }) => by !== member);
  return isListedByNone(lists, nodeOf(membership, member));
}

/**
 * True if the member itself lists itself as a member. A database whose etcd has no quorum repeats an old list, which
 * does not count.
 */
function listsItself(membership: Membership, member: HostName): boolean {
  const view = membership.views[member];
  if (view?.kind === 'database' && !view.etcd.healthy) return false;
  const own = listings(membership.service, [membership]).find(({ by }) => by === member);
  return own?.nodes.includes(nodeOf(membership, member)) ?? false;
}

/**
 * True if the connection was refused. A lost connection or an error response does not show whether the process runs.
 */
function isShut(view: View | undefined): boolean {
  return view?.kind === 'no-answer' && view.cause === 'refused';
}
