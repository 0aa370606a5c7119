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

/** Which of the others still see a member at work that is said to be gone. The managers' registry does not tell. */
export function reportedRunningBy(membership: Membership, member: HostName): readonly HostName[] {
  const node = nodeOf(membership, member);
  const others = membership.expected.filter(({ host }) => host !== member);
  return others.flatMap(({ host }) => (reportsRunning(membership.views[host], node) ? [host] : []));
}

/**
 * Members that do not answer us, while others see them at work: a lost connection is no death. Who was killed is seen so
 * for half a minute.
 */
export function runningButUnreachable(membership: Membership): readonly Expected[] {
  return membership.expected.filter(
    (member) =>
      isQueried(member) &&
      isUnreachable(membership, member.host) &&
      reportedRunningBy(membership, member.host).length > 0,
  );
}

/** Does it not answer, for whatever reason? */
export function isUnreachable({ views }: Membership, host: HostName): boolean {
  return (views[host]?.kind ?? 'no-answer') === 'no-answer';
}

/** Whom the others see at work is not touched before it has said itself whether it leads, or holds an only copy. */
export function proveReachable(membership: Membership, { service, member }: MemberOperation): Proof {
  if (runningButUnreachable(membership).every(({ host }) => host !== member)) return safe();
  const by = reportedRunningBy(membership, member);
  return wait({ kind: 'reported-running', service, member, by, unreachable: true });
}

/** Is there one of the others who can tell who works? Silence all around is no answer. */
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

/** Only where etcd is healthy is Patroni believed: without it, it repeats what it saw last. */
function reportsPeers(view: View | undefined): view is BrokerView | DatabaseView {
  return view?.kind === 'broker' || (view?.kind === 'database' && view.etcd.healthy && !!view.patroni);
}
