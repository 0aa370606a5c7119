import type { Membership, View } from '../../model/health/membership.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { nodeOf } from '../proof/votes.ts';

/**
 * Returns the reports of the members as they will be after the given removals. A replacement is installed only after
 * the removal of the host that it replaces.
 */
export function withoutRemoved(
  memberships: readonly Membership[],
  removals: readonly MemberOperation[],
): readonly Membership[] {
  return removals.reduce((rest, { service, member }) => {
    const own = rest.find((membership) => membership.service === service);
    if (!own) return rest;
    const node = nodeOf(own, member);
    return rest.map((membership) => ({
      ...membership,
      views: Object.fromEntries(
        Object.entries(membership.views).map(([host, view]) => [host, unlisted(view, node)]),
      ),
    }));
  }, memberships);
}

function unlisted(view: View, node: string): View {
  const others = (nodes: readonly string[]) => nodes.filter((one) => one !== node);
  switch (view.kind) {
    case 'no-answer':
      return view;
    case 'database':
      return {
        ...view,
        etcd: { ...view.etcd, members: view.etcd.members.filter(({ address }) => address !== node) },
        ...(view.patroni ? { patroni: view.patroni.filter(({ address }) => address !== node) } : {}),
      };
    case 'broker':
      return { ...view, members: others(view.members), running: others(view.running) };
    case 'manager':
      return {
        ...view,
        ...(view.managers ? { managers: others(view.managers) } : {}),
        ...(view.brokers ? { brokers: others(view.brokers) } : {}),
        ...(view.databases ? { databases: others(view.databases) } : {}),
      };
  }
}
