import { compareNodes, type Membership, type View } from '../model/membership.ts';
import type { HostName } from '../model/names.ts';

export interface Present {
  /** `cluster`: members answer, or a host remembers that the service was founded. */
  readonly kind: 'none' | 'cluster';
  /** Nodes that members list and the inventory does not. */
  readonly foreign: readonly string[];
  /** Hosts of the inventory that no member lists, or that do not answer: bare, dead or not added yet. */
  readonly missing: readonly HostName[];
}

/** Compares the inventory with the live members. */
export function present({ expected, views, founded }: Membership): Present {
  const listed = expected.flatMap(({ host }) => listedBy(views[host]));
  const silent = expected.filter(({ host }) => views[host] === undefined || views[host].kind === 'silent');
  const { foreign, missing } = compareNodes(listed, expected);
  const none = silent.length === expected.length && founded.length === 0;
  const away = new Set([...missing, ...silent.map(({ host }) => host)]);
  return {
    kind: none ? 'none' : 'cluster',
    foreign,
    missing: expected.map(({ host }) => host).filter((host) => away.has(host)),
  };
}

/** The nodes that a member lists; managers that would not tell list nobody. */
export function listedBy(view: View | undefined): readonly string[] {
  switch (view?.kind) {
    case 'database':
      return [
        ...view.etcd.members.map((member) => member.address),
        ...(view.patroni ?? []).map((one) => one.address),
      ];
    case 'broker':
      return view.members;
    case 'manager':
      return view.managers ?? [];
    case 'silent':
    case undefined:
      return [];
  }
}
