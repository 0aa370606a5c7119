import { RefusedError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { healthy } from '../../membership/views/healthy.ts';
import { listings } from '../../membership/views/listed-members.ts';
import { unfinishedMembers, type Bare } from '../../membership/admission/inventory-mismatch.ts';
import { present } from '../../membership/admission/compare-with-members.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';
import type { Compared } from '../../plan/compare/compare.ts';
import type { Touch } from '../../model/plan/step.ts';
import { apart, sayingApart } from './unhealthy-running-brokers.ts';
import { notGone } from './confirm-lost.ts';
import { leftovers } from './existing-data.ts';
import type { Run } from '../run.ts';
import { collectMembership } from '../read/collect-membership.ts';
import { isSucceeded } from './already-replaced.ts';
import { changing, unsafe } from './refused-operations.ts';
import type { Touching } from './refused-operations.ts';

/**
 * Compares the inventory with the live members of every service, before anything is staged or installed.
 * @throws RefusedError with all that is amiss, each with the command meant for it
 */
export async function admit(run: Run, steps: readonly Compared[]): Promise<void> {
  const refusals = await refusalsOf(run, steps);
  if (refusals.length > 0) throw new RefusedError(refusals);
}

/** @param steps all steps of the plan, compared with what the hosts say now */
export async function refusalsOf(run: Run, steps: readonly Compared[]): Promise<readonly Problem[]> {
  const services = run.plan.memberships.map(({ service }) => service);
  const memberships = await Promise.all(services.map((service) => collectMembership(run, service)));
  const touching = steps.filter(({ state }) => acts(state)).flatMap(({ step }) => changing(run.plan, step));
  const bare = steps.flatMap((compared) => installing(run, compared));
  const toProve = provable(run, memberships, touching);
  const refused = unsafe(
    memberships,
    toProve.filter(({ touch }) => touch.effect !== 'join' && !isSucceeded(run, touch)),
  );
  const restarts = touching.some(({ touch }) => touch.effect === 'restart' && touch.service === 'broker');
  return [
    ...(await leftovers(run, memberships, bare)),
    ...(await notGone(run)),
    ...present(
      memberships,
      bare,
      touching.map(({ touch }) => touch).filter(({ effect }) => effect === 'remove'),
    ),
    ...(run.plan.dispensable ? unfinished(memberships, steps) : []),
    ...refused,
    ...(restarts && refused.length > 0 ? memberships.flatMap((one) => sayingApart(run, one)) : []),
  ];
}

/** Members that others are changed beside; those that the command itself adds or takes out may be half done. */
function unfinished(memberships: readonly Membership[], steps: readonly Compared[]): readonly Problem[] {
  const own = steps.flatMap(({ step: { touches } }) =>
    touches && touches.effect !== 'restart' ? [touches.member] : [],
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
  touching: readonly Touching[],
): readonly Touching[] {
  const of = (service: Service) => memberships.filter((one) => one.service === service);
  const isWell = ({ service, member }: Touch) => of(service).some((one) => healthy(one, member));
  const runsApart = ({ service, member }: Touch) =>
    of(service).some((one) => apart(run, one).includes(member));
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
function installing({ fleet }: Run, { step, host, state }: Compared): readonly Bare[] {
  const { touches, action } = step;
  if (!touches || state.kind !== 'job' || !BECOMES.includes(touches.effect)) return [];
  if (state.decision.do !== 'start' && state.decision.do !== 'repair') return [];
  const begun = action.kind === 'job' && fleet.remembered(host)?.jobs[action.name] !== undefined;
  return [{ ...touches, ...(begun ? { begun } : {}) }];
}

const BECOMES: readonly Touch['effect'][] = ['found', 'join'];

function acts({ kind }: Compared['state']): boolean {
  return kind !== 'so' && kind !== 'owes' && kind !== 'refused';
}
