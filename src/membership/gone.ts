import { streams, type Membership, type View } from '../model/membership.ts';
import type { HostName } from '../model/names.ts';
import { nodeOf } from './votes.ts';

/** Which of the others still see a member at work that is said to be gone. The managers' registry does not tell. */
export function workingBy(membership: Membership, member: HostName): readonly HostName[] {
  const node = nodeOf(membership, member);
  const others = membership.expected.filter(({ host }) => host !== member);
  return others.flatMap(({ host }) => (seesWorking(membership.views[host], node) ? [host] : []));
}

/** Only where etcd is healthy is Patroni believed: without it, it repeats what it saw last. */
function seesWorking(view: View | undefined, node: string): boolean {
  if (view?.kind === 'broker') return view.running.includes(node);
  if (view?.kind !== 'database' || !view.etcd.healthy) return false;
  return (view.patroni ?? []).some(
    (one) => one.address === node && (streams(one) || (one.role === 'leader' && one.state === 'running')),
  );
}
