import type { Problem } from '../../errors/errors.ts';
import { isSilent, workingBy } from '../../membership/views/peer-view.ts';
import { prove } from '../../membership/proof/prove.ts';
import { hasLeft } from '../../membership/proof/prove-cleanup.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { Step, Touch } from '../../model/plan/step.ts';
import { sayingStopped } from './keep-member-hint.ts';
import { refusal } from './operate-on-member.ts';

/** A step that takes something from a live cluster or adds to it, and what it touches. */
export interface Touching {
  readonly step: Step;
  readonly touch: Touch;
}

/** What a step would do to a live cluster: nothing where it founds one. */
export function changing(plan: Plan, step: Step): readonly Touching[] {
  const { touches } = step;
  if (!touches || touches.effect === 'found') return [];
  if (touches.effect === 'join' && !joins(plan, touches)) return [];
  return [{ step, touch: touches }];
}

/** A host that is added; on a first deploy the members join each other. */
function joins({ memberships }: Plan, { service, member }: Touch): boolean {
  const asked = memberships.find((membership) => membership.service === service)?.members ?? [];
  return asked.some(({ host, joining }) => host === member && joining);
}

/** The lead that an earlier step of the plan hands over is not in the way of a later one. */
function handingOver(touch: Touch, touching: readonly Touching[]): Touch {
  const earlier = touching.find(
    (other) =>
      other.touch.service === touch.service &&
      other.touch.member === touch.member &&
      other.touch.before !== undefined,
  );
  return earlier?.touch.before ? { ...touch, before: earlier.touch.before } : touch;
}

/** What must not be done as the members are now; said once where several steps are refused for the same reason. */
export function unsafe(
  memberships: readonly Membership[],
  touching: readonly Touching[],
): readonly Problem[] {
  const problems = touching.flatMap(({ step, touch }) => {
    const membership = memberships.find(({ service }) => service === touch.service);
    if (!membership || hasLeft(membership, touch)) return [];
    const proof = prove(membership, handingOver(touch, touching));
    if (proof.state !== 'refused') return [];
    const problem = refusal(touch.member, step, proof);
    return [isStopped(membership, touch) ? sayingStopped(problem, touch) : problem];
  });
  return [...new Map(problems.map((problem) => [problem.why, problem])).values()];
}

/** As far as anybody can tell: by an earlier run, whose removal was refused then. */
function isStopped(membership: Membership, { member }: Touch): boolean {
  return isSilent(membership, member) && workingBy(membership, member).length === 0;
}
