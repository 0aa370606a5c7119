import type { Membership, View } from '../../model/health/membership.ts';
import type { HostName, Service } from '../../model/names.ts';

/** The members of a service as one host lists them, by node. */
export interface MemberList {
  readonly by: HostName;
  readonly nodes: readonly string[];
}

/** Every list of a service's members: the lists of its own members and the managers' registry. */
export function listings(service: Service, memberships: readonly Membership[]): readonly MemberList[] {
  return memberships.flatMap(({ service: asked, expected, views }) =>
    expected.flatMap(({ host }) => {
      const nodes = asked === service ? listedBy(views[host]) : registered(service, views[host]);
      return nodes.length > 0 ? [{ by: host, nodes }] : [];
    }),
  );
}

/** True if there are lists, and none of them contains the node. */
export function isListedByNone(lists: readonly MemberList[], node: string): boolean {
  return lists.length > 0 && lists.every(({ nodes }) => !nodes.includes(node));
}

/** The nodes that a member lists. Empty if the member does not answer, or if a manager does not return its registry. */
function listedBy(view: View | undefined): readonly string[] {
  switch (view?.kind) {
    case 'database':
      return [
        // An added learner that never started is not a former member: a run was interrupted right after it was added.
        ...view.etcd.members.flatMap(({ name, learner, address }) =>
          learner && name === '' ? [] : [address],
        ),
        ...(view.patroni ?? []).map((one) => one.address),
      ];
    case 'broker':
      return view.members;
    case 'manager':
      return view.managers ?? [];
    case 'no-answer':
    case undefined:
      return [];
  }
}

function registered(service: Service, view: View | undefined): readonly string[] {
  if (view?.kind !== 'manager') return [];
  return { broker: view.brokers, database: view.databases, manager: undefined }[service] ?? [];
}
