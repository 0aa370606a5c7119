import type { HostName, Service } from '../names.ts';

/** What is to be done about a service, and what that costs. Nothing of it is done by Quorate itself. */
export interface Recovery {
  readonly service: Service;
  /**
   * `well`: it has its majority. `stopped`: enough machines answer, it only does not run on them. `minority`: too few
   * machines are left, one of them is made the whole. `none`: no machine is left.
   */
  readonly state: 'well' | 'stopped' | 'minority' | 'none';
  /** `etcd: 3 members, 1 healthy, quorum 2` */
  readonly sum: string;
  /** Machines that answer, the one that is kept first; and machines that do not. */
  readonly left: readonly HostName[];
  readonly dead: readonly HostName[];
  /** What is lost when the dead do not come back, in sentences. */
  readonly lost: readonly string[];
}
