import type { PlatformName } from '../names.ts';
import type { MemberOperation, Switchover } from '../plan/step.ts';
import type { Answers, GateArgs } from './gate.ts';
import type { Membership } from './membership.ts';

/** Everything that a proof depends on, as its event records it. */
export interface ProofFacts {
  readonly membership: Membership;
  readonly operation: MemberOperation;
  /** Default: as the operation requires. */
  readonly switchover?: Switchover;
  /** Set if the answers of the members were too old. */
  readonly tooOld?: true;
}

/** Everything that the verdict of a gate depends on, as its event records it. */
export interface GateFacts {
  readonly platform: PlatformName;
  readonly args: GateArgs;
  readonly answers: Answers;
}
