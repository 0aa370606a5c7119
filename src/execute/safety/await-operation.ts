import { StepError } from '../../errors/errors.ts';
import { healthy } from '../../membership/views/healthy.ts';
import { leaderOf } from '../../membership/candidate.ts';
import { hasLeft } from '../../membership/proof/prove-cleanup.ts';
import { formatDuration, MINUTE, SECOND } from '../../model/duration.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { Interrupted } from '../interrupted.ts';
import { collectMembership } from '../read/collect-membership.ts';
import type { Run } from '../run.ts';

/** How long a touched member may take to come back. */
const PATIENCE = 5 * MINUTE;
/** … and a lead to be handed over. */
const HAND_OVER = 30 * SECOND;
const INTERVAL = 2 * SECOND;

/** What was seen of the member before it was touched. */
export interface StateBefore {
  /** When its PostgreSQL was started, in Patroni's words. */
  readonly started: string | undefined;
}

/** To be asked right before the touch: what it changes shows afterwards. */
export async function stateBefore(
  run: Run,
  { anew, service, member }: MemberOperation,
): Promise<StateBefore> {
  return { started: anew ? startedAt(await collectMembership(run, service), member) : undefined };
}

function startedAt({ views }: Membership, member: HostName): string | undefined {
  const view = views[member];
  return view?.kind === 'database' ? view.started : undefined;
}

/** Founding has nothing to wait for (its gate does); every other touch waits until the member is back or gone. */
export async function awaitOperation(
  run: Run,
  { touch, host, seen }: { touch: MemberOperation; host: HostName; seen: StateBefore },
): Promise<void> {
  if (touch.effect === 'bootstrap' || touch.effect === 'stop') return;
  const { clock } = run.env;
  const deadline = clock.now() + (touch.patienceMs ?? PATIENCE);
  while (!isSettled(await collectMembership(run, touch.service), touch, seen)) {
    if (run.env.signal.aborted) throw new Interrupted();
    if (clock.now() > deadline) throw notBack(host, touch);
    await clock.sleep(INTERVAL, run.env.signal);
  }
}

/** What was handed over shows within moments, in every member's view. */
export async function awaitSwitchover(run: Run, { service, member }: MemberOperation): Promise<void> {
  const { clock } = run.env;
  const deadline = clock.now() + HAND_OVER;
  while (leaderOf(await collectMembership(run, service)) === member && clock.now() < deadline) {
    if (run.env.signal.aborted) throw new Interrupted();
    await clock.sleep(INTERVAL, run.env.signal);
  }
}

function isSettled(membership: Membership, touch: MemberOperation, before: StateBefore): boolean {
  if (touch.effect === 'remove') return hasLeft(membership, touch);
  if (touch.effect === 'switchover') return hasLead(membership, touch.to);
  return (
    (!touch.anew || isStartedAnew(membership, touch.member, before)) && healthy(membership, touch.member)
  );
}

/** One that did not run before has no time to compare with: then any will do. */
function isStartedAnew(membership: Membership, member: HostName, before: StateBefore): boolean {
  const started = startedAt(membership, member);
  return started !== undefined && started !== before.started;
}

/** Somebody leads, as all members agree; whoever was to, if somebody was. */
function hasLead(membership: Membership, to: HostName | undefined): boolean {
  const leader = leaderOf(membership);
  return leader !== undefined && (to === undefined || leader === to);
}

function notBack(host: HostName, touch: MemberOperation): StepError {
  const after = `${formatDuration(touch.patienceMs ?? PATIENCE)} after the ${touch.effect}`;
  const what =
    touch.effect === 'remove'
      ? `the others still list ${touch.member} ${after}`
      : `${touch.member} is not a healthy member of its ${touch.service} cluster ${after}`;
  return new StepError([
    { where: host, what, next: 'look at its log; the same command again continues from here' },
  ]);
}
