import type { HostName, Service } from '../names.ts';
import type { VoteCount } from './proof.ts';

/** The fault of a service and the cost of a recovery. Quorate itself performs no recovery. */
export interface Recovery {
  readonly service: Service;
  /**
   * `healthy`: the service has its majority. `stopped`: enough hosts are reachable, but the service does not run on them.
   * `minority`: too few hosts are left, and one of them becomes the whole cluster. `none`: no host is left.
   */
  readonly state: 'healthy' | 'stopped' | 'minority' | 'none';
  readonly votes: VoteCount;
  /** Reachable hosts, the one to keep first. */
  readonly left: readonly HostName[];
  readonly unreachable: readonly HostName[];
  /** Losses if the unreachable hosts do not return, as clauses. */
  readonly lost: readonly string[];
}
