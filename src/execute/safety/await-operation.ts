import { StepError } from '../../errors/errors.ts';
import { healthy } from '../../membership/views/healthy.ts';
import { leaderOf } from '../../membership/candidate.ts';
import { hasLeft } from '../../membership/proof/prove-cleanup.ts';
import { formatDuration, SECOND } from '../../model/duration.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Candidate } from '../../model/change.ts';
import type { HostName } from '../../model/names.ts';
import { isAwaited, patienceOf, type AwaitedOperation } from '../../model/plan/awaited-operation.ts';
import type { MemberOperation, OperationOf } from '../../model/plan/step.ts';
import { Interrupted } from '../interrupted.ts';
import { collectMembership } from '../read/collect-membership.ts';
import type { Run } from '../run.ts';
import { isAlreadyReplaced } from './already-replaced.ts';
import { platformOf } from '../../registry/platforms.ts';
import { inOrder, RUN_AGAIN, shellOn } from '../../model/next-step.ts';

const SWITCHOVER = 30 * SECOND;
const INTERVAL = 2 * SECOND;

/** State that the operation changes, as the members reported it before. */
export interface StateBefore {
  /** Reinit: start time of the member's PostgreSQL, as Patroni reports it. */
  readonly started?: string | undefined;
  /** Switchover to any synchronous standby: the old leader. Only a different leader shows that the operation took effect. */
  readonly leader?: HostName | undefined;
}

/** Reads, right before the operation, the state that shows afterwards whether it took effect. */
export async function stateBefore(run: Run, operation: MemberOperation): Promise<StateBefore> {
  const { kind, service, member } = operation;
  if (kind === 'reinit') return { started: startedAt(await collectMembership(run, service), member) };
  if (kind === 'switchover' && operation.to === 'sync-standby')
    return { leader: leaderOf(await collectMembership(run, service)) };
  return {};
}

function startedAt({ views }: Membership, member: HostName): string | undefined {
  const view = views[member];
  return view?.kind === 'database' ? view.started : undefined;
}

/**
 * True if a lost member is already being replaced, if the member has already stopped or been removed, or if the given
 * database is already the leader.
 */
export async function isAlreadyDone(run: Run, operation: MemberOperation): Promise<boolean> {
  if (isAlreadyReplaced(run, operation)) return true;
  if (!isDeparture(operation) && !namesLeader(operation)) return false;
  const membership = await collectMembership(run, operation.service);
  return namesLeader(operation) ? isLeader(membership, operation.to) : hasLeft(membership, operation);
}

/** True for a switchover to a given database. */
function namesLeader(operation: MemberOperation): operation is OperationOf<'switchover'> {
  return operation.kind === 'switchover' && operation.to !== 'sync-standby';
}

/**
 * True if the operation took effect although its connection was lost. Only the members report that a member was removed
 * or a leader changed; repeating the operation would fail, or switch back.
 */
export async function tookEffect(
  run: Run,
  operation: MemberOperation,
  before: StateBefore,
): Promise<boolean> {
  if (!isDeparture(operation) && operation.kind !== 'switchover') return false;
  const membership = await collectMembership(run, operation.service);
  if (isDeparture(operation)) return hasLeft(membership, operation);
  const leader = leaderOf(membership);
  return before.leader !== undefined && leader !== undefined && leader !== before.leader;
}

function isDeparture({ kind }: MemberOperation): boolean {
  return kind === 'stop-to-leave' || kind === 'remove' || kind === 'undo-install';
}

/** Waits until the member is healthy, or removed. */
export async function awaitOperation(
  run: Run,
  { operation, host, before }: { operation: MemberOperation; host: HostName; before: StateBefore },
): Promise<void> {
  if (!isAwaited(operation)) return;
  const { clock, signal } = run.env;
  const deadline = clock.now() + patienceOf(operation);
  for (;;) {
    if (isSettled(await collectMembership(run, operation.service), operation, before)) return;
    if (signal.aborted) throw new Interrupted();
    if (clock.now() > deadline) throw timedOut(run, host, operation);
    await clock.sleep(INTERVAL, signal);
  }
}

/**
 * Waits until the members no longer agree that this member is the leader, for at most 30 s. The next proof decides whether
 * the switchover succeeded.
 */
export async function awaitSwitchover(run: Run, { service, member }: MemberOperation): Promise<void> {
  const { clock } = run.env;
  const deadline = clock.now() + SWITCHOVER;
  while (leaderOf(await collectMembership(run, service)) === member && clock.now() < deadline) {
    if (run.env.signal.aborted) throw new Interrupted();
    await clock.sleep(INTERVAL, run.env.signal);
  }
}

function isSettled(membership: Membership, operation: AwaitedOperation, before: StateBefore): boolean {
  const { member } = operation;
  switch (operation.kind) {
    case 'remove':
    case 'undo-install':
      return hasLeft(membership, operation);
    case 'switchover':
      return isLeader(membership, operation.to);
    case 'reinit':
      return hasRestarted(membership, member, before) && healthy(membership, member);
    case 'join':
    case 'restart':
      return healthy(membership, member);
  }
}

/** If PostgreSQL did not run before the operation, there is no start time to compare with, and any start time counts. */
function hasRestarted(membership: Membership, member: HostName, before: StateBefore): boolean {
  const started = startedAt(membership, member);
  return started !== undefined && started !== before.started;
}

/** True if all members agree on a leader and it is the wanted one. */
function isLeader(membership: Membership, to: Candidate): boolean {
  const leader = leaderOf(membership);
  return leader !== undefined && (to === 'sync-standby' || leader === to.host);
}

/** Names of the operations, for the end of a message: `… 5m 00s after the restart`. */
const EVENT_NAMES: Readonly<Record<AwaitedOperation['kind'], string>> = {
  join: 'join',
  restart: 'restart',
  reinit: 'restart',
  'undo-install': 'cleanup',
  remove: 'removal',
  switchover: 'switchover',
};

function timedOut({ plan }: Run, host: HostName, operation: AwaitedOperation): StepError {
  const { kind, service, member } = operation;
  const after = `${formatDuration(patienceOf(operation))} after the ${EVENT_NAMES[kind]}`;
  const what = isDeparture(operation)
    ? `other members still list ${member} ${after}`
    : `${member} is not a healthy member of its ${service} cluster ${after}`;
  const log = shellOn(member, platformOf(plan).showMemberLog[service]);
  return new StepError([{ where: host, what, next: inOrder(log, RUN_AGAIN) }]);
}
