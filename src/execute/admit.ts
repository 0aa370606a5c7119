import { RefusedError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { Bare } from '../membership/misplaced.ts';
import { present } from '../membership/present.ts';
import type { Compared } from '../plan/compare.ts';
import type { Touch } from '../model/step.ts';
import { leftovers } from './leftover.ts';
import type { Run } from './run.ts';
import { collectMembership } from './membership.ts';
import { isSucceeded } from './succeeded.ts';
import { changing, unsafe } from './unsafe.ts';

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
  return [
    ...(await leftovers(run, memberships, bare)),
    ...present(
      memberships,
      bare,
      touching.map(({ touch }) => touch).filter(({ effect }) => effect === 'remove'),
    ),
    ...unsafe(
      memberships,
      touching.filter(({ touch }) => touch.effect !== 'join' && !isSucceeded(run, touch)),
    ),
  ];
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
