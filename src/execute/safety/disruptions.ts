import { leaderOf } from '../../membership/candidate.ts';
import { nextLane } from '../../membership/next-lane.ts';
import { prove } from '../../membership/proof/prove.ts';
import { hasLeft } from '../../membership/proof/prove-cleanup.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { Disruption } from '../../model/plan/forecast.ts';
import type { PhasePlan, Plan } from '../../model/plan/plan.ts';
import type { MemberOperation, Step } from '../../model/plan/step.ts';
import type { ComparedStep, Comparison } from '../../plan/compare/compare.ts';
import { isFinished } from '../../plan/compare/step-state.ts';
import { collectMembership } from '../read/collect-membership.ts';
import type { Run } from '../run.ts';
import { isAdopted, stateOnHost } from '../steps/state-on-host.ts';
import { isAlreadyReplaced } from './already-replaced.ts';

type Effect = Disruption['effects'][number];

/** Effect of each operation on a running member. A member that is being installed does not run yet. */
export const EFFECTS: Readonly<Record<MemberOperation['kind'], Effect | undefined>> = {
  bootstrap: undefined,
  join: undefined,
  'undo-install': undefined,
  restart: 'restart',
  reinit: 'reinit',
  'stop-to-leave': 'stop',
  remove: 'remove',
  switchover: 'switchover',
};

/** True if a run of this plan may disrupt a member: if it operates on a member, or stops or restarts a load balancer. */
export function mayDisrupt({ phases }: Plan): boolean {
  return phases.some(({ lanes }) => lanes.some(({ steps }) => steps.some((step) => effectOf(step))));
}

function effectOf({ operation, action }: Step): Effect | undefined {
  if (operation) return EFFECTS[operation.kind];
  const effect = action.kind === 'run' ? action.affects?.effect : undefined;
  return effect === 'restart' || effect === 'stop' ? effect : undefined;
}

/** Queries the members, and lists what the steps that are not up to date would do to them. Changes nothing. */
export async function plannedDisruptions(run: Run, { steps }: Comparison): Promise<readonly Disruption[]> {
  const disrupting = steps.filter(({ step }) => effectOf(step));
  const pending = await Promise.all(
    disrupting.map(async (one) => ((await isPending(run, one)) ? [one] : [])),
  );
  const services = new Set(pending.flat().flatMap(({ step }) => step.operation?.service ?? []));
  const memberships = await Promise.all([...services].map((service) => collectMembership(run, service)));
  return disruptionsIn(run.plan.phases, pending.flat(), memberships);
}

/** Decided now, even if the run itself queries a gate only when it reaches the step. */
async function isPending(run: Run, { step, phase, host, state }: ComparedStep): Promise<boolean> {
  if (step.operation && isAlreadyReplaced(run, step.operation)) return false;
  const now = state.kind === 'gate' ? await stateOnHost(run, step, { phase, host }) : state;
  return !isFinished(now) && !isAdopted(now);
}

/** Groups the steps by phase and member, in the order in which the run would reach the members. Pure. */
function disruptionsIn(
  phases: readonly PhasePlan[],
  pending: readonly ComparedStep[],
  memberships: readonly Membership[],
): readonly Disruption[] {
  return phases.flatMap((phase) => {
    const steps = pending.filter((one) => one.phase === phase.id && !isDone(one, memberships));
    const members = [...new Set(steps.map(memberOf))];
    return inOrder(phase.order, members, membershipOf(steps, memberships)).map((host) =>
      disruption(phase, { host, steps: steps.filter((one) => memberOf(one) === host) }, memberships),
    );
  });
}

function memberOf({ step, host }: ComparedStep): HostName {
  return step.operation?.member ?? host;
}

/** True if the members report that an earlier run has done the operation. */
function isDone({ step: { operation } }: ComparedStep, memberships: readonly Membership[]): boolean {
  const membership = memberships.find(({ service }) => service === operation?.service);
  if (!operation || !membership) return false;
  if (operation.kind !== 'switchover') return hasLeft(membership, operation);
  return operation.to !== 'sync-standby' && leaderOf(membership) === operation.to.host;
}

function membershipOf(
  steps: readonly ComparedStep[],
  memberships: readonly Membership[],
): Membership | undefined {
  const service = steps.flatMap(({ step }) => step.operation?.service ?? [])[0];
  return memberships.find((membership) => membership.service === service);
}

/** The run looks up the leader again before each member; this order holds if the leader stays the same. */
function inOrder(
  order: PhasePlan['order'],
  members: readonly HostName[],
  membership: Membership | undefined,
): readonly HostName[] {
  if (order !== 'leader-last' || !membership) return members;
  const next = nextLane(members, membership);
  if (next === undefined) return [];
  const rest = members.filter((host) => host !== next);
  return [next, ...inOrder(order, rest, membership)];
}

function disruption(
  { id }: PhasePlan,
  { host, steps }: { readonly host: HostName; readonly steps: readonly ComparedStep[] },
  memberships: readonly Membership[],
): Disruption {
  const effects = [...new Set(steps.flatMap((one) => effectsOf(one, memberships)))];
  const operation = steps.flatMap(({ step }) => step.operation ?? [])[0];
  const membership = memberships.find(({ service }) => service === operation?.service);
  const service = operation?.service ?? unitOf(steps);
  const proof = operation && membership ? { proof: prove(membership, operation) } : {};
  return { phase: id, host: subjectOf(host, operation, membership), service, effects, ...proof };
}

/** The leader steps down in a switchover, whose own member is the next leader. */
function subjectOf(
  host: HostName,
  operation: MemberOperation | undefined,
  membership: Membership | undefined,
) {
  return operation?.kind === 'switchover' && membership ? (leaderOf(membership) ?? host) : host;
}

function effectsOf({ step }: ComparedStep, memberships: readonly Membership[]): readonly Effect[] {
  const effect = effectOf(step);
  const membership = memberships.find(({ service }) => service === step.operation?.service);
  const leads = membership !== undefined && leaderOf(membership) === step.operation?.member;
  const stepsDown = step.before !== undefined && leads;
  return [...(stepsDown ? (['switchover'] as const) : []), ...(effect ? [effect] : [])];
}

function unitOf(steps: readonly ComparedStep[]): string {
  return (
    steps.flatMap(({ step }) => (step.action.kind === 'run' ? (step.action.affects?.unit ?? []) : []))[0] ??
    ''
  );
}
