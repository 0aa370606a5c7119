import type { View } from '../../../../src/model/health/membership.ts';
import { isOnLostMember } from '../../../../src/model/plan/step.ts';
import {
  hostAt,
  isForbiddenInGeneral,
  momentsDuring,
  type Attempt,
  type Rendering,
  type Truth,
} from './states.ts';

/**
 * `out of sync`: runs, with mirrors out of sync. `booting`: reachable, but does not run yet. `unreachable`: runs, in sync,
 * but the connection to it is lost. `partitioned`: isolated from the other brokers. `separate`: was wiped and has
 * bootstrapped a second cluster. A joining broker is `not installed`, `joining separate` (a cluster of its own), `joining
 * down` (listed, but down) or `joining up` (runs, with mirrors out of sync).
 */
export const BROKERS = [
  'running',
  'out of sync',
  'booting',
  'unreachable',
  'down',
  'partitioned',
  'separate',
  'not installed',
  'joining separate',
  'joining down',
  'joining up',
] as const;
export type Broker = (typeof BROKERS)[number];
type State = readonly Broker[];

export const AT_MOST_ONE: readonly (readonly Broker[])[] = [
  ['separate'],
  ['not installed', 'joining separate', 'joining down', 'joining up'],
];
const isAnyOf = (...kinds: readonly Broker[]) => {
  return (kind: Broker | undefined) => kind !== undefined && kinds.includes(kind);
};

const joining = isAnyOf('not installed', 'joining separate', 'joining down', 'joining up');
const listed = (kind: Broker) => !isAnyOf('not installed', 'joining separate')(kind);
const runs = isAnyOf('running', 'out of sync', 'joining up', 'unreachable');
const hasCopy = isAnyOf('running', 'unreachable');

/** False if a member is separate or partitioned, and no other running member is reachable to report the cluster. */
export const isObservable = (state: State) =>
  !state.some(isAnyOf('separate', 'partitioned')) ||
  state.some((kind) => runs(kind) && kind !== 'unreachable' && !joining(kind));

export const rendering: Rendering<Broker> = { service: 'broker', joining, leads: () => false, view };

function view(index: number, state: State): View {
  const kind = state[index]!;
  if (isAnyOf('down', 'unreachable', 'not installed', 'joining down')(kind))
    return { kind: 'no-answer', cause: 'refused', text: 'refused' };
  const hostsThat = (is: (one: Broker) => boolean) => state.flatMap((one, i) => (is(one) ? [hostAt(i)] : []));
  const own = hostAt(index);
  const separate = isAnyOf('separate', 'joining separate')(kind);
  const isPartitioned = kind === 'partitioned';
  const copies = hostsThat(hasCopy);
  return {
    kind: 'broker',
    members: separate ? [own] : hostsThat(listed),
    running: separate || isPartitioned ? [own] : hostsThat(runs),
    partitions: isPartitioned ? hostsThat(runs) : separate ? [] : hostsThat(isAnyOf('partitioned')),
    alarms: [],
    unsynchronized: separate || isPartitioned ? 0 : hostsThat(isAnyOf('out of sync', 'joining up')).length,
    critical: copies.length === 1 && copies[0] === own,
  };
}

interface Node extends Truth {
  readonly runs: boolean;
  readonly copy: boolean;
}
type Moment = readonly Node[];

const truth = (state: State): Moment =>
  state.map((kind) => ({ listed: listed(kind), runs: runs(kind), copy: hasCopy(kind) }));

/** True if the cluster keeps its majority at every moment of the operation, and no message is lost. */
export function survives(state: State, attempt: Attempt): boolean {
  // A member whose installation is incomplete does not count.
  const isCleanup = attempt.operation.kind === 'undo-install';
  const before = truth(state).filter((_, i) => !isCleanup || i !== attempt.index);
  const during = isCleanup ? [] : momentsDuring(before, attempt, { runs: false, copy: false });
  return [before, ...during].every(
    (moment) => hasMajority(moment) && (hasSyncedCopy(moment) || !hasSyncedCopy(before)),
  );
}

/** With pause_minority, a broker pauses unless it sees more than half of the members. */
function hasMajority(moment: Moment): boolean {
  const members = moment.filter((one) => one.listed);
  return members.filter((one) => one.runs).length * 2 > members.length;
}

function hasSyncedCopy(moment: Moment): boolean {
  return moment.some((one) => one.listed && one.runs && one.copy);
}

/** The state after some time without any operation. A partition persists. */
export function settled(state: State): State {
  return state.map((kind) => (isAnyOf('booting', 'out of sync')(kind) ? 'running' : kind));
}

/**
 * True if a rule forbids the operation: one of all services, a partition, or the removal as lost of a broker that runs.
 * Unreachable members count as down.
 */
export function isForbidden(state: State, attempt: Attempt): boolean {
  const kind = attempt.index === undefined ? undefined : state[attempt.index];
  const members = state.map((one) => ({ listed: listed(one), up: runs(one), joining: joining(one) }));
  return (
    isForbiddenInGeneral(attempt, { members, minimum: 3 }) ||
    state.includes('partitioned') ||
    (isOnLostMember(attempt.operation) && runs(kind)) ||
    (state.includes('unreachable') && isForbiddenIfDown(state, attempt))
  );
}

/** True if the operation would be refused if the unreachable members were down. */
function isForbiddenIfDown(state: State, attempt: Attempt): boolean {
  const allDown = state.map((kind) => (kind === 'unreachable' ? 'down' : kind));
  return (
    isForbidden(allDown, attempt) || !(survives(allDown, attempt) || survives(settled(allDown), attempt))
  );
}
