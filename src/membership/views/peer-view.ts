import {
  isQueried,
  isStreaming,
  type BrokerView,
  type DatabaseView,
  type Expected,
  type Membership,
  type View,
} from '../../model/health/membership.ts';
import type { Proof } from '../../model/health/proof.ts';
import type { HostName } from '../../model/names.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { safe, wait } from '../proof/vote-count.ts';
import { nodeOf } from '../proof/votes.ts';

/**
 * Other members that report this member as running. Always empty for managers, because their registry does not state
 * which managers run.
 */
export function reportedRunningBy(membership: Membership, member: HostName): readonly HostName[] {
  const node = nodeOf(membership, member);
  const others = membership.expected.filter(({ host }) => host !== member);
  return others.flatMap(({ host }) => (reportsRunning(membership.views[host], node) ? [host] : []));
}

/**
 * Members that are unreachable from this machine but reported running by others. They are not necessarily down; only the
 * connection may be lost. A killed member is reported running for 30 s.
 */
export function runningButUnreachable(membership: Membership): readonly Expected[] {
  return membership.expected.filter(
    (member) =>
      isQueried(member) &&
      isUnreachable(membership, member.host) &&
      reportedRunningBy(membership, member.host).length > 0,
  );
}

/** True if the member gave no usable answer, whatever the cause. */
export function isUnreachable({ views }: Membership, host: HostName): boolean {
  return (views[host]?.kind ?? 'no-answer') === 'no-answer';
}

/**
 * Requires an answer from a member that others report running, because only the member itself reports whether it is the
 * leader or has the only copy of a queue.
 */
export function proveReachable(membership: Membership, { service, member }: MemberOperation): Proof {
  if (runningButUnreachable(membership).every(({ host }) => host !== member)) return safe();
  const by = reportedRunningBy(membership, member);
  return wait({ kind: 'reported-running', service, member, by, unreachable: true });
}

/**
 * True if another member reports which members are running. Without such a report, it is unknown whether the member is
 * running.
 */
export function hasPeersThatAnswer({ expected, views }: Membership, member: HostName): boolean {
  return expected.some(({ host }) => host !== member && reportsPeers(views[host]));
}

function reportsRunning(view: View | undefined, node: string): boolean {
  if (!reportsPeers(view)) return false;
  if (view.kind === 'broker') return view.running.includes(node);
  return (view.patroni ?? []).some(
    (one) => one.address === node && (isStreaming(one) || (one.role === 'leader' && one.state === 'running')),
  );
}

/** True for views that report which members are running. Without etcd, Patroni repeats its last known state. */
function reportsPeers(view: View | undefined): view is BrokerView | DatabaseView {
  return view?.kind === 'broker' || (view?.kind === 'database' && view.etcd.healthy && !!view.patroni);
}
