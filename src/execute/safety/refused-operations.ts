import type { Problem } from '../../errors/errors.ts';
import { isUnreachable, reportedRunningBy } from '../../membership/views/peer-view.ts';
import { prove } from '../../membership/proof/prove.ts';
import { hasLeft } from '../../membership/proof/prove-cleanup.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { requirementOf } from '../../model/plan/step.ts';
import type { MemberOperation, Step, Switchover } from '../../model/plan/step.ts';
import { withKeepMemberHint } from './keep-member-hint.ts';
import { refusedStep } from './prove-operation.ts';

/** A step that changes a running cluster, and its operation. */
export interface StepOperation {
  readonly step: Step;
  readonly operation: MemberOperation;
}

/**
 * Returns the operation of the step. Empty if the step has none, or if the operation belongs to the first deploy of a
 * service (a bootstrap, or a join of a host that the command does not add).
 */
export function operationsOn(plan: Plan, step: Step): readonly StepOperation[] {
  const { operation } = step;
  if (!operation || operation.kind === 'bootstrap') return [];
  if (operation.kind === 'join' && !joinsCluster(plan, operation)) return [];
  return [{ step, operation }];
}

/** True for a host that the command adds to a running cluster; false for the hosts of a first deploy. */
function joinsCluster({ memberships }: Plan, { service, member }: MemberOperation): boolean {
  const asked = memberships.find((membership) => membership.service === service);
  return asked?.members.some(({ host, standing }) => host === member && standing === 'joining') ?? false;
}

/** Problems of operations that the members do not allow now. Steps with the same reason are reported once. */
export function refusedOperations(
  memberships: readonly Membership[],
  operations: readonly StepOperation[],
): readonly Problem[] {
  const problems = operations.flatMap(({ step, operation }) => {
    const membership = memberships.find(({ service }) => service === operation.service);
    if (!membership || hasLeft(membership, operation)) return [];
    const proof = prove(membership, operation, plannedSwitchover(operation, operations));
    if (proof.state !== 'refused') return [];
    const problem = refusedStep({ host: operation.member, step, proof });
    return [seemsStopped(membership, operation) ? withKeepMemberHint(problem, operation) : problem];
  });
  return [...new Map(problems.map((problem) => [problem.why, problem])).values()];
}

/** Returns `planned` if an operation of the plan requires the member to step down as leader first. */
function plannedSwitchover(
  { service, member }: MemberOperation,
  operations: readonly StepOperation[],
): Switchover {
  const stepsDown = operations.some(
    ({ operation }) =>
      operation.service === service &&
      operation.member === member &&
      requirementOf(operation) === 'switchover-done',
  );
  return stepsDown ? 'planned' : 'none';
}

/**
 * True if the member does not answer and no other member reports it running. An earlier run may then have stopped the
 * member before its removal was refused.
 */
function seemsStopped(membership: Membership, { member }: MemberOperation): boolean {
  return isUnreachable(membership, member) && reportedRunningBy(membership, member).length === 0;
}
