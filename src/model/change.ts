import type { Cluster, Host } from './cluster.ts';
import type { HostName } from './names.ts';

export type Some<T> = readonly [T, ...T[]];

/** Hosts of the inventory that are down and stay members: not contacted, and counted as lost votes. */
export interface Down {
  readonly down: readonly HostName[];
}

/**
 * A member that gets a new host under its name. Several `former` hosts if an earlier replacement was replaced too before
 * it joined: the cluster may still list any of them.
 */
interface Replacement {
  readonly replacement: Host;
  readonly former: Some<Host>;
}

/** The next leader: a given database, or any synchronous standby. */
export type Candidate = { readonly host: HostName } | 'sync-standby';

/** A change of members, or an operation on members, of a running cluster. */
export type MemberChange =
  /** The inventory lists the member already. */
  | { readonly kind: 'add'; readonly member: Host }
  /** The inventory still lists the member. */
  | { readonly kind: 'remove'; readonly member: Host; readonly state: 'running' | 'lost' }
  | { readonly kind: 'replace'; readonly members: Some<Replacement> }
  /** `request` identifies one restart: a member that already restarted for it is skipped. */
  | { readonly kind: 'restart'; readonly members: 'all' | Some<Host>; readonly request: string }
  /**
   * `onlyFrom`: the leader to replace. If another database leads by now, an earlier run has finished the switchover,
   * and nothing is left to do.
   */
  | {
      readonly kind: 'switchover';
      readonly to: Candidate;
      readonly onlyFrom: { readonly host: HostName } | 'any-leader';
    }
  | { readonly kind: 'reinit'; readonly standby: Host }
  /** Applies changed settings that need a restart. */
  | { readonly kind: 'reconfigure' };

/** The subject of a command: what it changes. The plan, the edit of the inventory and the rehearsal derive from it. */
export type Change = { readonly kind: 'deploy' } | (Down & MemberChange);

/** A member that the change removes, or the former host of a replaced member. */
export interface MemberToRemove {
  readonly host: Host;
  /** A `lost` member is not contacted. */
  readonly state: 'running' | 'lost';
}

/** The members after a change. */
export interface NextMembers {
  readonly after: Cluster;
  /** Hosts of `after` that are not members yet: an added host, or replacements. */
  readonly joining: readonly Host[];
}

/** The members before and after a change: the same cluster unless a member joins, is removed or is replaced. */
export interface Clusters extends NextMembers {
  /** With the members to remove. A replaced member is listed with each of its former hosts, under its name. */
  readonly before: Cluster;
  /** Members to remove, and former hosts of replaced members, each under a name of its own. */
  readonly leaving: readonly MemberToRemove[];
}

/**
 * Returns the members before and after a change.
 * @param cluster the cluster of the inventory; for `replace` with the former hosts or with their replacements
 */
export function clustersOf(change: Change, cluster: Cluster): Clusters {
  const same: Clusters = { before: cluster, after: cluster, joining: [], leaving: [] };
  switch (change.kind) {
    case 'add':
      return { ...same, before: without(cluster, change.member), joining: [change.member] };
    case 'remove': {
      const { member, state } = change;
      return { ...same, after: without(cluster, member), leaving: [{ host: member, state }] };
    }
    case 'replace':
      return replacedClusters(change.members, cluster);
    case 'deploy':
    case 'restart':
    case 'switchover':
    case 'reinit':
    case 'reconfigure':
      return same;
  }
}

function without(cluster: Cluster, { name }: Host): Cluster {
  return { ...cluster, hosts: cluster.hosts.filter((host) => host.name !== name) };
}

function replacedClusters(members: Some<Replacement>, cluster: Cluster): Clusters {
  const replaced = ({ name }: Host) => members.find(({ replacement }) => replacement.name === name);
  return {
    before: { ...cluster, hosts: cluster.hosts.flatMap((host) => replaced(host)?.former ?? [host]) },
    after: { ...cluster, hosts: cluster.hosts.map((host) => replaced(host)?.replacement ?? host) },
    joining: members.map(({ replacement }) => replacement),
    leaving: members.flatMap(formerMembers),
  };
}

/**
 * Returns the former hosts of a replaced member, all as lost. The members of a database cluster are identified by
 * address, so a former database at another address is a member of its own and gets its own name.
 */
function formerMembers({ replacement, former }: Replacement): readonly MemberToRemove[] {
  const members = former.map((host) => {
    const moved = host.role === 'database' && host.privateIp !== replacement.privateIp;
    return moved ? { ...host, name: `${host.name} at ${host.privateIp}` } : host;
  });
  const distinct = new Map(members.map((host) => [host.name, host]));
  return [...distinct.values()].map((host) => ({ host, state: 'lost' }));
}

/** Hosts of `after` that are members already. */
export function keptMembers({ after, joining }: NextMembers): readonly Host[] {
  return after.hosts.filter(({ name }) => joining.every((host) => host.name !== name));
}

/** Hosts that the change is about and that stay or become members; a playbook selects them as `target`. */
export function targetsOf(change: Change): readonly HostName[] {
  switch (change.kind) {
    case 'add':
      return [change.member.name];
    case 'replace':
      return change.members.map(({ replacement }) => replacement.name);
    case 'restart':
      return change.members === 'all' ? [] : change.members.map(({ name }) => name);
    case 'switchover':
      return change.to === 'sync-standby' ? [] : [change.to.host];
    case 'reinit':
      return [change.standby.name];
    case 'deploy':
    case 'reconfigure':
    case 'remove':
      return [];
  }
}

/** True for a target of the change and for a running member that it removes. */
export function isAbout(change: Change, name: HostName): boolean {
  if (change.kind === 'remove') return change.state === 'running' && change.member.name === name;
  return targetsOf(change).includes(name);
}

/** Hosts that are down and stay members. */
export function downHosts(change: Change): readonly HostName[] {
  return change.kind === 'deploy' ? [] : change.down;
}
