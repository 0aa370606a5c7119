import { RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { healthy } from '../../membership/views/healthy.ts';
import { listings } from '../../membership/views/listed-members.ts';
import { unfinishedMembers, type NotInstalled } from '../../membership/admission/inventory-mismatch.ts';
import { compareWithMembers } from '../../membership/admission/compare-with-members.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';
import type { ComparedStep } from '../../plan/compare/compare.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { unhealthyRunningBrokers, unhealthyBrokerProblems } from './unhealthy-running-brokers.ts';
import { lostMembersThatAnswer } from './confirm-lost.ts';
import { existingDataProblems } from './existing-data.ts';
import type { Run } from '../run.ts';
import { collectMembership } from '../read/collect-membership.ts';
import { isAlreadyReplaced } from './already-replaced.ts';
import { operationsOn, refusedOperations } from './refused-operations.ts';
import type { StepOperation } from './refused-operations.ts';

/**
 * Compares the inventory with the live members of every service, before anything is staged or installed.
 * @throws RefusedError with all that is amiss, each with the command meant for it
 */
export async function checkAdmission(run: Run, steps: readonly ComparedStep[]): Promise<void> {
  const refusals = await admissionProblems(run, steps);
  if (refusals.length > 0) throw new RefusedError(refusals);
}

/** @param steps all steps of the plan, compared with what the hosts say now */
export async function admissionProblems(
  run: Run,
  steps: readonly ComparedStep[],
): Promise<readonly Problem[]> {
  const services = run.plan.memberships.map(({ service }) => service);
  const memberships = await Promise.all(services.map((service) => collectMembership(run, service)));
  const touching = steps
    .filter(({ state }) => acts(state))
    .flatMap(({ step }) => operationsOn(run.plan, step));
  const bare = steps.flatMap((compared) => installing(run, compared));
  const toProve = provable(run, memberships, touching);
  const refused = refusedOperations(
    memberships,
    toProve.filter(({ touch }) => touch.effect !== 'join' && !isAlreadyReplaced(run, touch)),
  );
  const restarts = touching.some(({ touch }) => touch.effect === 'restart' && touch.service === 'broker');
  return [
    ...(await existingDataProblems(run, memberships, bare)),
    ...(await lostMembersThatAnswer(run)),
    ...compareWithMembers(
      memberships,
      bare,
      touching.map(({ touch }) => touch).filter(({ effect }) => effect === 'remove'),
    ),
    ...(run.plan.mayBeDown ? unfinished(memberships, steps) : []),
    ...refused,
    ...(restarts && refused.length > 0
      ? memberships.flatMap((one) => unhealthyBrokerProblems(run, one))
      : []),
  ];
}

/** Members that others are changed beside; those that the command itself adds or takes out may be half done. */
function unfinished(memberships: readonly Membership[], steps: readonly ComparedStep[]): readonly Problem[] {
  const own = steps.flatMap(({ step: { operation } }) =>
    operation && operation.effect !== 'restart' ? [operation.member] : [],
  );
  return memberships.flatMap((one) => unfinishedMembers(one, listings(one.service, memberships), own));
}

/**
 * A restart brings back a member that is stopped, and begins with it (next-lane.ts): the others' restarts are proved
 * here only where all are well or one runs apart, and each right before it in any case.
 */
function provable(
  run: Run,
  memberships: readonly Membership[],
  touching: readonly StepOperation[],
): readonly StepOperation[] {
  const of = (service: Service) => memberships.filter((one) => one.service === service);
  const isWell = ({ service, member }: MemberOperation) => of(service).some((one) => healthy(one, member));
  const runsApart = ({ service, member }: MemberOperation) =>
    of(service).some((one) => unhealthyRunningBrokers(run, one).includes(member));
  const restarts = touching.filter(
    ({ step, touch }) => touch.effect === 'restart' && step.action.kind === 'job',
  );
  const first = restarts.map(({ touch }) => touch).filter((touch) => !isWell(touch));
  const excused = (service: Service) => {
    const ofService = first.filter((touch) => touch.service === service);
    return ofService.length > 0 && !ofService.some(runsApart);
  };
  return touching.filter(
    (one) => !restarts.includes(one) || !excused(one.touch.service) || !isWell(one.touch),
  );
}

/** What this step will make a member; other touches are of members already. One that is being installed already is seen to by its own proof and token. */
function installing({ fleet }: Run, { step, host, state }: ComparedStep): readonly NotInstalled[] {
  const { operation, action } = step;
  if (!operation || state.kind !== 'job' || !BECOMES.includes(operation.effect)) return [];
  if (state.decision.do !== 'start' && state.decision.do !== 'repair') return [];
  const begun = action.kind === 'job' && fleet.remembered(host)?.jobs[action.name] !== undefined;
  return [{ ...operation, ...(begun ? { begun } : {}) }];
}

const BECOMES: readonly MemberOperation['effect'][] = ['bootstrap', 'join'];

function acts({ kind }: ComparedStep['state']): boolean {
  return kind !== 'up-to-date' && kind !== 'requires' && kind !== 'refused';
}
