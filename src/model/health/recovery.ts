import type { HostName, Service } from '../names.ts';
import type { CommandStep, EditStep } from '../next-step.ts';
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
  /** Reachable hosts. The first of them is the host to keep. */
  readonly left: readonly HostName[];
  readonly unreachable: readonly HostName[];
  /** Texts of what is lost if the unreachable hosts do not return. */
  readonly lost: readonly string[];
}

/** One command for the operator. */
export interface RecoveryStep {
  /** `here`: the operator's own machine. */
  readonly host: HostName;
  readonly run: string | CommandStep | EditStep;
  /** Text for the operator about the step, such as a condition for skipping it. */
  readonly note?: string;
}
