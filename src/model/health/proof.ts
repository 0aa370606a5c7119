import type { HostName, Service } from '../names.ts';
import type { Next } from '../next-step.ts';
import type { Rendered } from '../rendered.ts';

/** The result of a quorum proof: whether an operation on a member is safe now, with the facts that decide it. */
export type Proof =
  | { readonly state: 'safe'; readonly clauses: readonly Clause[] }
  /** `wait`: not safe now, but may become safe without any action. `refused`: safe only after an operator has acted. */
  | { readonly state: 'wait' | 'refused'; readonly clauses: readonly Clause[]; readonly next: Next };

/** The cluster whose votes are counted. */
export type Electorate = 'etcd' | 'broker' | 'manager';

/** A member that can vote: an etcd member or a manager is healthy, a broker is running. */
export type Able = 'healthy' | 'running';

/** One fact of a proof. */
export type Clause =
  | VoteCount
  /** Members that would be left without the host. `incomplete`: the installation of this host did not finish. */
  | {
      readonly kind: 'remaining';
      readonly without: HostName;
      readonly able: Able;
      readonly left: number;
      /** Absent for managers, which have no quorum. */
      readonly of?: number;
      readonly incomplete?: true;
    }
  | { readonly kind: 'is-member'; readonly host: HostName; readonly member: boolean }
  | { readonly kind: 'joining'; readonly host: HostName; readonly members: number; readonly quorum?: number }
  /** A single member may get a second one, although the quorum of two would need both. */
  | { readonly kind: 'only-member'; readonly host: HostName }
  | { readonly kind: 'not-able'; readonly hosts: readonly HostName[]; readonly able: Able }
  | { readonly kind: 'removed-before'; readonly service: Service; readonly member: HostName }
  | {
      readonly kind: 'minimum';
      readonly service: Service;
      readonly members: number;
      readonly without: HostName;
      readonly left: number;
      readonly minimum: number;
      /** True if the operation is safe although fewer members than the minimum are left. */
      readonly accepted?: true;
    }
  | {
      readonly kind: 'maximum';
      readonly service: Service;
      readonly members: number;
      readonly maximum: number;
    }
  | {
      readonly kind: 'reported-running';
      readonly service: Service;
      readonly member: HostName;
      readonly by: readonly HostName[];
      /** True if the member does not answer this machine. */
      readonly unreachable?: true;
    }
  | { readonly kind: 'answers'; readonly service: Service; readonly member: HostName }
  | {
      readonly kind: 'nothing-answers';
      readonly of: Electorate;
      readonly first: HostName;
      readonly quorum?: number;
    }
  | {
      readonly kind: 'second-cluster';
      readonly service: Service;
      readonly running: readonly HostName[];
      readonly member: HostName;
    }
  | {
      readonly kind: 'inventory-mismatch';
      readonly service: Service;
      readonly where: string;
      readonly what: Rendered;
      readonly why: Rendered;
    }
  | { readonly kind: 'only-manager' }
  | { readonly kind: 'healthy-managers'; readonly healthy: number; readonly without?: HostName }
  | DatabaseClause
  | BrokerClause
  /** The members took longer than `limitMs` to answer. */
  | { readonly kind: 'old-answers'; readonly limitMs: number };

export interface VoteCount {
  readonly kind: 'votes';
  readonly of: Electorate;
  readonly members: number;
  readonly able: Able;
  readonly available: number;
  /** Absent for managers, which have no quorum. */
  readonly quorum?: number;
}

type DatabaseClause =
  | { readonly kind: 'leader'; readonly leader: HostName; readonly synchronous: readonly HostName[] }
  | { readonly kind: 'already-leader'; readonly host: HostName }
  /** The leader cannot be stopped; it has to step down first. */
  | { readonly kind: 'is-leader'; readonly host: HostName }
  | { readonly kind: 'asynchronous'; readonly host: HostName }
  | { readonly kind: 'not-streaming'; readonly host: HostName }
  | { readonly kind: 'no-synchronous-standby'; readonly besides: HostName }
  | { readonly kind: 'streaming'; readonly leader?: HostName; readonly standbys: number }
  | { readonly kind: 'streaming-without'; readonly host: HostName; readonly left: number }
  | { readonly kind: 'no-leader'; readonly because: NoLeader }
  | { readonly kind: 'no-leader-to-copy' };

/** Why the leader is not known for certain. */
export type NoLeader =
  | { readonly kind: 'not-named' }
  | { readonly kind: 'disputed'; readonly leaders: readonly HostName[] }
  | { readonly kind: 'unreachable' | 'etcd-unhealthy' | 'not-agreed'; readonly leader: HostName };

type BrokerClause =
  | { readonly kind: 'partitioned'; readonly node: string; readonly from: readonly string[] }
  | { readonly kind: 'alarms'; readonly alarms: readonly string[] }
  | { readonly kind: 'queues-out-of-sync'; readonly queues: number }
  | { readonly kind: 'mirrors'; readonly host: HostName; readonly state: 'in-sync' | 'unknown' | 'critical' };
