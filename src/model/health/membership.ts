import type { HostName, Service } from '../names.ts';
import type { QueryCause } from './gate.ts';
import type { Rendered } from '../rendered.ts';

/** The state that one member reports about itself and its peers. */
export type View = NoView | DatabaseView | BrokerView | ManagerView;

/** A member that gave no usable answer. `cause` is for decisions, `text` for people. */
export interface NoView {
  readonly kind: 'no-answer';
  readonly cause: QueryCause;
  readonly text: Rendered;
}

export interface DatabaseView {
  readonly kind: 'database';
  /** Its own etcd: healthy (it sees a leader and a quorum), and whom it lists by address. */
  readonly etcd: {
    readonly healthy: boolean;
    readonly members: readonly { readonly name: string; readonly address: string }[];
  };
  /** Patroni's cluster view as this member gives it; absent when its REST interface is silent. */
  readonly patroni?: readonly PatroniMember[];
  /** When its PostgreSQL was started, in Patroni's words; absent while it does not run, or when that is not told. */
  readonly started?: string;
}

export interface PatroniMember {
  readonly name: string;
  readonly address: string;
  readonly role: 'leader' | 'sync_standby' | 'replica' | 'other';
  readonly state: string;
  /** Bytes behind the leader; absent when unknown. */
  readonly lag?: number;
}

/** A standby that follows the leader. Patroni calls that `running` up to 3.0.3 and `streaming` since. */
export function isStreaming(member: PatroniMember): boolean {
  const standby = member.role === 'sync_standby' || member.role === 'replica';
  return standby && (member.state === 'running' || member.state === 'streaming') && member.lag !== undefined;
}

export interface BrokerView {
  readonly kind: 'broker';
  /** Node names without `rabbit@`. */
  readonly members: readonly string[];
  readonly running: readonly string[];
  readonly partitions: readonly string[];
  readonly alarms: readonly string[];
  /** Queues whose mirrors are not in sync; absent when unknown. */
  readonly unsynchronised?: number;
  /** Stopping this node would lose a quorum queue's majority, or the only synchronised mirror; absent: unknown. */
  readonly critical?: boolean;
}

export interface ManagerView {
  readonly kind: 'manager';
  /** It answered 401 to an unauthenticated status. */
  readonly answering: boolean;
  /** `/ok` said OK (absent on releases without it). */
  readonly ok?: boolean;
  /** Host names registered with it; absent when it would not tell. */
  readonly managers?: readonly string[];
  readonly brokers?: readonly string[];
  /** Private addresses of the databases registered with it; absent when it would not tell. */
  readonly databases?: readonly string[];
}

/**
 * How a host of the inventory stands to its service. `joining`: not a member yet, and not unknown. `down`: stays a member.
 * Hosts that are `down` or `leaving-lost` are not contacted.
 */
export type Standing = 'member' | 'joining' | 'down' | 'leaving' | 'leaving-lost';

/** True if the host is queried: the operator has not declared it down or lost. */
export function isQueried({ standing }: { readonly standing: Standing }): boolean {
  return standing !== 'down' && standing !== 'leaving-lost';
}

/** A member by the inventory. */
export interface Expected {
  readonly host: HostName;
  /** By which name it goes in its own cluster (databases: the private address). */
  readonly node: string;
  readonly standing: Standing;
}

/** What every member says of itself and the others. */
export interface Membership {
  readonly service: Service;
  /** ms since the epoch, by the laptop: when the first question was asked. */
  readonly asOf: number;
  /** The members that the inventory lists, those that leave or join included. */
  readonly expected: readonly Expected[];
  readonly views: Readonly<Record<HostName, View>>;
  /** Hosts that carry the receipt `bootstrapped/<service>`. */
  readonly bootstrapped: readonly HostName[];
}

/** Which of the nodes listed the inventory does not have, and which of its hosts are not listed. */
export function compareNodes(
  listed: readonly string[],
  expected: Membership['expected'],
): { readonly foreign: readonly string[]; readonly missing: readonly HostName[] } {
  const foreign = listed.filter((node) => !expected.some((member) => member.node === node));
  const missing = expected.filter(({ node }) => !listed.includes(node)).map(({ host }) => host);
  return { foreign: [...new Set(foreign)], missing };
}
