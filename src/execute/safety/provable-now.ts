import { healthy } from '../../membership/views/healthy.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import type { Run } from '../run.ts';
import type { StepOperation } from './refused-operations.ts';
import { unhealthyRunningBrokers } from './unhealthy-running-brokers.ts';

/**
 * The operations to prove before the run starts; each is proved again right before it runs. A restart of a service begins
 * with its unhealthy members (next-lane.ts). If that recovers all of them, the restarts of its healthy members wait for
 * the recovery and are proved only then.
 */
export function provableNow(
  run: Run,
  memberships: readonly Membership[],
  operations: readonly StepOperation[],
): readonly StepOperation[] {
  const restarts = operations.filter(isMemberRestart);
  const recovering = memberships.filter((membership) => isRecoveredBy(restarts, membership, run));
  const waiting = restarts.filter(({ operation }) =>
    recovering.some((membership) => isOnHealthyMember(operation, membership)),
  );
  return operations.filter((one) => !waiting.includes(one));
}

/** False for the restart of a manager after a change of its list of databases, which is a command, not a job. */
function isMemberRestart({ step, operation }: StepOperation): boolean {
  return operation.kind === 'restart' && step.action.kind === 'job';
}

/**
 * True if the restarts include unhealthy members of the service, and recover each of them. A restart recovers a stopped
 * member, but not a broker whose node is running.
 */
function isRecoveredBy(restarts: readonly StepOperation[], membership: Membership, run: Run): boolean {
  const running = unhealthyRunningBrokers(run, membership);
  const isStopped = ({ member }: MemberOperation) => !running.includes(member);
  const unhealthy = restarts
    .map(({ operation }) => operation)
    .filter((operation) => isOnUnhealthyMember(operation, membership));
  return unhealthy.length > 0 && unhealthy.every(isStopped);
}

function isOnHealthyMember({ service, member }: MemberOperation, membership: Membership): boolean {
  return service === membership.service && healthy(membership, member);
}

function isOnUnhealthyMember({ service, member }: MemberOperation, membership: Membership): boolean {
  return service === membership.service && !healthy(membership, member);
}
