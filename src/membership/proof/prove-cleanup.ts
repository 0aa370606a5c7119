import type { Membership, View } from '../../model/health/membership.ts';
import type { Clause, Proof } from '../../model/health/proof.ts';
import type { HostName } from '../../model/names.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { runCommand } from '../../model/next-step.ts';
import { quorumOf, refused, safe, wait } from './vote-count.ts';
import { isUnreachable, hasPeersThatAnswer, reportedRunningBy } from '../views/peer-view.ts';
import { listings } from '../views/listed-members.ts';
import { healthyManagers } from '../services/managers.ts';
import { VOTES_BY_SERVICE } from '../services/votes-by-service.ts';
import { nodeOf, voteCountOf } from './votes.ts';

/**
 * May a member be stopped, or taken out, whose install never finished? Nobody counts on it yet, so what it says of
 * itself does not count either; the others must have a quorum of their own, or its data may be needed.
 */
export function proveCleanup(membership: Membership, { service, member }: MemberOperation): Proof {
  const others = without(membership, member);
  const node = nodeOf(membership, member);
  if (service === 'manager') return proveOtherManagers(others, member);
  const votes = VOTES_BY_SERVICE[service](others);
  const rest = votes.ables.filter((able) => able !== node);
  const left = votes.members.filter((one) => one !== node);
  const clauses: readonly Clause[] = [
    voteCountOf(votes),
    {
      kind: 'remaining',
      ...{ without: member, able: votes.able, left: rest.length, of: left.length, incomplete: true },
    },
  ];
  if (rest.length > 0 && rest.length >= quorumOf(left.length)) return safe(...clauses);
  if (votes.recovering.some((one) => one !== node)) return wait(...clauses);
  const purpose = 'its data may be needed; bring the other members back first';
  return refused(clauses, runCommand('status', { purpose }));
}

function proveOtherManagers(others: Membership, member: HostName): Proof {
  const healthy = healthyManagers(others).length;
  const clause = { kind: 'healthy-managers', healthy, without: member } as const;
  return healthy > 0 ? safe(clause) : wait(clause);
}

/** What the others say; the member is still one that the inventory expects. */
function without(membership: Membership, member: HostName): Membership {
  const views = Object.entries(membership.views).filter(([host]) => host !== member);
  return { ...membership, views: Object.fromEntries(views) };
}

/**
 * A member that answers nothing and that none of those who can tell sees at work has stopped; one that no other lists has
 * been taken out. Then nothing is left to do.
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

/** No peer reports whether a manager runs, so only its own host can tell that it has stopped. */
function hasStopped(membership: Membership, member: HostName): boolean {
  if (membership.service === 'manager') return isShut(membership.views[member]);
  return hasPeersThatAnswer(membership, member) && reportedRunningBy(membership, member).length === 0;
}

/**
 * True if the member was removed before and answers again, for example because its host restarted. A member that still
 * reports itself as a member was not removed: its peers may have bootstrapped a cluster of their own.
 */
export function wasRemovedBefore(membership: Membership, member: HostName): boolean {
  const expected = membership.expected.filter(({ standing }) => standing !== 'joining');
  const node = nodeOf(membership, member);
  return isRemoved({ ...membership, expected }, member) && !listsItself(membership.views[member], node);
}

/** Does none of the others list it? Nobody to be asked is no answer. */
export function isRemoved(membership: Membership, member: HostName): boolean {
  const lists = listings(membership.service, [membership]).filter(({ by }) => by !== member);
  return lists.length > 0 && lists.every(({ nodes }) => !nodes.includes(nodeOf(membership, member)));
}

/** Without a quorum of etcd, Patroni repeats the last members that it saw. */
function listsItself(view: View | undefined, node: string): boolean {
  switch (view?.kind) {
    case 'database':
      return view.etcd.healthy && view.etcd.members.some(({ address }) => address === node);
    case 'broker':
      return view.members.includes(node);
    case 'manager':
      return view.managers?.includes(node) ?? false;
    case 'no-answer':
    case undefined:
      return false;
  }
}

/** True if the connection itself was refused; a lost connection or an error response says nothing about the process. */
function isShut(view: View | undefined): boolean {
  return view?.kind === 'no-answer' && view.cause === 'refused';
}
