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
  /** The member's etcd: healthy if it sees a leader and a quorum; lists its members by address. */
  readonly etcd: {
    readonly healthy: boolean;
    readonly members: readonly ListedEtcdMember[];
    /** Names of alarms, such as `NOSPACE`; absent if there are none, or if the platform does not query them. */
    readonly alarms?: readonly string[];
  };
  /** The cluster as this member's Patroni reports it; absent if its REST API is unreachable. */
  readonly patroni?: readonly PatroniMember[];
  /** Start time of PostgreSQL, as Patroni reports it; absent if PostgreSQL is down or Patroni does not report it. */
  readonly started?: string;
  /** Set if PostgreSQL runs with parameters that differ from those in its files or in etcd. */
  readonly pendingRestart?: true;
}

export interface ListedEtcdMember {
  /** Empty for a member that was added but never started. */
  readonly name: string;
  readonly address: string;
  /** In hexadecimal digits; absent if version 2 of etcd's interface listed the member. */
  readonly id?: string;
  /** Set for a member that has no vote yet. */
  readonly learner?: true;
}

export interface PatroniMember {
  readonly name: string;
  readonly address: string;
  readonly role: 'leader' | 'sync_standby' | 'replica' | 'other';
  readonly state: string;
  /** Bytes behind the leader; absent if unknown. */
  readonly lag?: number;
}

/**
 * True for a standby that follows the leader with a known lag. Patroni reports its state as `running` up to 3.0.3 and
 * as `streaming` in later versions.
 */
export function isStreaming(member: PatroniMember): boolean {
  const standby = member.role === 'sync_standby' || member.role === 'replica';
  return standby && (member.state === 'running' || member.state === 'streaming') && member.lag !== undefined;
}

export interface BrokerView {
  readonly kind: 'broker';
  /** Names of the nodes that this broker lists, without `rabbit@`. */
  readonly members: readonly string[];
  readonly running: readonly string[];
  readonly partitions: readonly string[];
  readonly alarms: readonly string[];
  /** Queues whose mirrors are not synchronized; absent if unknown. */
  readonly unsynchronized?: number;
  /** True if a stop of this node would lose a quorum queue's majority or the only synchronized mirror; absent if unknown. */
  readonly critical?: boolean;
}

export interface ManagerView {
  readonly kind: 'manager';
  /** True if an unauthenticated status query returned 401. */
  readonly answering: boolean;
  /** True if `/ok` returned OK; absent on releases without it. */
  readonly ok?: boolean;
  /** Registered host names; absent if the manager did not return them. */
  readonly managers?: readonly string[];
  readonly brokers?: readonly string[];
  /** Private addresses of the registered databases; absent if the manager did not return them. */
  readonly databases?: readonly string[];
}

/**
 * Position of a host in its service. `joining`: not a member yet, but expected, so that it is not reported as unknown
 * once the members list it. `down`: is down and stays a member. Hosts that are `down` or `leaving-lost` are not
 * contacted.
 */
export type Standing = 'member' | 'joining' | 'down' | 'leaving' | 'leaving-lost';

/** True if the host is queried: the operator has not declared it down or lost. */
export function isQueried({ standing }: { readonly standing: Standing }): boolean {
  return standing !== 'down' && standing !== 'leaving-lost';
}

/** A host that the inventory, or the change, lists as a member. */
export interface Expected {
  readonly host: HostName;
  /** The member's name in its own cluster (databases: the private address). */
  readonly node: string;
  readonly standing: Standing;
}

/** The views of all members of a service. */
export interface Membership {
  readonly service: Service;
  /** Time of the first query, by this machine's clock. */
  readonly asOf: number;
  /** The members before and after the change. */
  readonly expected: readonly Expected[];
  readonly views: Readonly<Record<HostName, View>>;
  /**
   * Hosts that record that the service was bootstrapped: by the receipt `bootstrapped/<service>`, or by an installation
   * of another tool.
   */
  readonly bootstrapped: readonly HostName[];
}

/**
 * Returns the listed nodes that are not expected (`foreign`) and the expected members that are not listed (`missing`).
 */
export function compareNodes(
  listed: readonly string[],
  expected: Membership['expected'],
): { readonly foreign: readonly string[]; readonly missing: readonly HostName[] } {
  const foreign = listed.filter((node) => !expected.some((member) => member.node === node));
  const missing = expected.filter(({ node }) => !listed.includes(node)).map(({ host }) => host);
  return { foreign: [...new Set(foreign)], missing };
}
