import type { Problem } from '../../errors/errors.ts';
import { isUnreachable, reportedRunningBy } from '../../membership/views/peer-view.ts';
import { prove } from '../../membership/proof/prove.ts';
import { hasLeft } from '../../membership/proof/prove-cleanup.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { Step, MemberOperation } from '../../model/plan/step.ts';
import { withKeepMemberHint } from './keep-member-hint.ts';
import { refusedOperation } from './operate-on-member.ts';

/** A step that takes something from a live cluster or adds to it, and what it touches. */
export interface StepOperation {
  readonly step: Step;
  readonly touch: MemberOperation;
}

/** What a step would do to a live cluster: nothing where it founds one. */
export function operationsOn(plan: Plan, step: Step): readonly StepOperation[] {
  const { operation } = step;
  if (!operation || operation.effect === 'bootstrap') return [];
  if (operation.effect === 'join' && !joins(plan, operation)) return [];
  return [{ step, touch: operation }];
}

/** A host that is added; on a first deploy the members join each other. */
function joins({ memberships }: Plan, { service, member }: MemberOperation): boolean {
  const asked = memberships.find((membership) => membership.service === service)?.members ?? [];
  return asked.some(({ host, joining }) => host === member && joining);
}

/** The lead that an earlier step of the plan hands over is not in the way of a later one. */
function handingOver(touch: MemberOperation, touching: readonly StepOperation[]): MemberOperation {
  const earlier = touching.find(
    (other) =>
      other.touch.service === touch.service &&
      other.touch.member === touch.member &&
      other.touch.before !== undefined,
  );
  return earlier?.touch.before ? { ...touch, before: earlier.touch.before } : touch;
}

/** What must not be done as the members are now; said once where several steps are refused for the same reason. */
export function refusedOperations(
  memberships: readonly Membership[],
  touching: readonly StepOperation[],
): readonly Problem[] {
  const problems = touching.flatMap(({ step, touch }) => {
    const membership = memberships.find(({ service }) => service === touch.service);
    if (!membership || hasLeft(membership, touch)) return [];
    const proof = prove(membership, handingOver(touch, touching));
    if (proof.state !== 'refused') return [];
    const problem = refusedOperation(touch.member, step, proof);
    return [isStopped(membership, touch) ? withKeepMemberHint(problem, touch) : problem];
  });
  return [...new Map(problems.map((problem) => [problem.why, problem])).values()];
}

/** As far as anybody can tell: by an earlier run, whose removal was refused then. */
function isStopped(membership: Membership, { member }: MemberOperation): boolean {
  return isUnreachable(membership, member) && reportedRunningBy(membership, member).length === 0;
}
