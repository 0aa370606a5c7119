import type { Host } from './cluster.ts';
import type { HostName } from './names.ts';

export type Some<T> = readonly [T, ...T[]];

/** Hosts of the inventory that are down and stay members: not contacted, and counted as lost votes. */
export interface Down {
  readonly down: readonly HostName[];
}

/** A member that gets a new host. Several `former` hosts if an earlier replacement was replaced too before it joined. */
export interface Replacement {
  readonly replacement: Host;
  readonly former: Some<Host>;
}

/** The next leader: a given database, or any synchronous standby. */
export type Candidate = { readonly host: HostName } | 'sync-standby';

/** A change of members, or an operation on members, of a running cluster. */
export type MemberChange =
  | { readonly kind: 'add'; readonly member: Host }
  | { readonly kind: 'remove'; readonly member: Host; readonly state: 'running' | 'lost' }
  | { readonly kind: 'replace'; readonly members: Some<Replacement> }
  /** `request` identifies one restart: a member that already restarted for it is skipped. */
  | { readonly kind: 'restart'; readonly members: 'all' | Some<Host>; readonly request: string }
  /** `onlyFrom`: nothing to do if another database leads by now, because an earlier run finished the switchover. */
  | {
      readonly kind: 'switchover';
      readonly to: Candidate;
      readonly onlyFrom: { readonly host: HostName } | 'any-leader';
    }
  | { readonly kind: 'reinit'; readonly standby: Host };

/** The subject of a command: what it changes. Plan, inventory edit, rehearsal and journal derive from it. */
export type Change = { readonly kind: 'deploy' } | (Down & MemberChange);
