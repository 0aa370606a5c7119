import type { PatroniMember, View } from '../../../../src/model/health/membership.ts';
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
 * `starting`: its etcd votes, but PostgreSQL does not stream yet. `unhealthy`: reachable, but isolated from etcd's quorum,
 * so that it repeats an old view. `unreachable`, `unreachable leader`: a synchronous standby or the leader, which runs, but
 * the connection to it is lost. `crashed`, `crashed leader`: down, but Patroni still lists it as a running standby or as
 * the leader. `stopped`: down, and Patroni no longer lists it. `separate`: was wiped and has bootstrapped a second cluster.
 * A joining database is `not installed`, `joining separate` (a cluster of its own), `joining down` (listed, but down) or
 * `joining up` (listed and streaming).
 */
export const DATABASES = [
  'leader',
  'sync',
  'replica',
  'starting',
  'unhealthy',
  'unreachable',
  'unreachable leader',
  'crashed',
  'crashed leader',
  'stopped',
  'separate',
  'not installed',
  'joining separate',
  'joining down',
  'joining up',
] as const;
export type Database = (typeof DATABASES)[number];
type State = readonly Database[];

export const isAnyOf =
  (...kinds: readonly Database[]) =>
  (kind: Database | undefined) =>
    kind !== undefined && kinds.includes(kind);
/** False if a member is separate, and no other voting member is reachable to report the cluster. */
export const isObservable = (state: State) =>
  !state.some(isAnyOf('separate')) ||
  state.some((kind) => votes(kind) && isReachable(kind) && !joining(kind));

export const AT_MOST_ONE: readonly (readonly Database[])[] = [
  ['leader', 'unreachable leader', 'crashed leader'],
  ['separate'],
  ['not installed', 'joining separate', 'joining down', 'joining up'],
];

const joining = isAnyOf('not installed', 'joining separate', 'joining down', 'joining up');
export const listed = (kind: Database) => !isAnyOf('not installed', 'joining separate')(kind);
const isUnreachable = isAnyOf('unreachable', 'unreachable leader');
const votes = isAnyOf(
  'leader',
  'sync',
  'replica',
  'starting',
  'joining up',
  'unreachable',
  'unreachable leader',
);
const isReachable = (kind: Database) =>
  (votes(kind) && !isUnreachable(kind)) || isAnyOf('unhealthy', 'separate', 'joining separate')(kind);

export const rendering: Rendering<Database> = {
  service: 'database',
  joining,
  leads: isAnyOf('leader', 'unreachable leader'),
  view,
};

function view(index: number, state: State): View {
  const kind = state[index]!;
  if (!isReachable(kind)) return { kind: 'no-answer', cause: 'refused', text: 'refused' };
  const separate = isAnyOf('separate', 'joining separate')(kind);
  const nodes = state.flatMap((one, i) => (listed(one) ? [hostAt(i)] : []));
  const members = (separate ? [hostAt(index)] : nodes).map((node) => ({ name: node, address: node }));
  const patroni = separate ? [member(index, 'leader')] : state.flatMap((one, i) => patroniMember(i, one));
  return { kind: 'database', etcd: { healthy: kind !== 'unhealthy', members }, patroni };
}

function patroniMember(index: number, kind: Database): readonly PatroniMember[] {
  if (isAnyOf('leader', 'unreachable leader', 'crashed leader')(kind)) return [member(index, 'leader')];
  if (isAnyOf('sync', 'unreachable')(kind)) return [{ ...member(index, 'sync_standby'), lag: 0 }];
  if (isAnyOf('replica', 'unhealthy', 'crashed', 'joining up')(kind))
    return [{ ...member(index, 'replica'), lag: 0 }];
  return kind === 'starting' ? [{ ...member(index, 'replica'), state: 'creating replica' }] : [];
}

function member(index: number, role: PatroniMember['role']): PatroniMember {
  return { name: hostAt(index), address: hostAt(index), role, state: 'running' };
}

interface Voter extends Truth {
  readonly votes: boolean;
  readonly sql: 'leads' | 'synchronous' | 'asynchronous' | 'none';
}
type Moment = readonly Voter[];

const SQL: Partial<Record<Database, Voter['sql']>> = {
  leader: 'leads',
  'unreachable leader': 'leads',
  sync: 'synchronous',
  unreachable: 'synchronous',
  replica: 'asynchronous',
  'joining up': 'asynchronous',
};

const truth = (state: State): Moment =>
  state.map((kind) => ({ listed: listed(kind), votes: votes(kind), sql: SQL[kind] ?? 'none' }));

/**
 * True if etcd keeps its quorum at every moment of the operation, the leader keeps accepting writes, and no commit is lost.
 * A cluster that accepted no writes before need not accept them.
 */
export function survives(state: State, attempt: Attempt): boolean {
  const all = truth(state);
  // A member whose installation is incomplete does not count.
  const isCleanup = attempt.operation.kind === 'undo-install';
  const before = isCleanup ? all.filter((_, i) => i !== attempt.index) : all;
  const during = isCleanup ? [] : momentsOf(before, attempt);
  if (!during) return false;
  return [before, ...during].every(
    (moment) => hasQuorum(moment) && (acceptsWrites(moment) || !acceptsWrites(before)),
  );
}

function hasQuorum(moment: Moment): boolean {
  const members = moment.filter((one) => one.listed);
  return members.filter((one) => one.votes).length * 2 > members.length;
}

/** With synchronous_mode_strict, the leader accepts writes only with a standby, which Patroni makes synchronous. */
function acceptsWrites(moment: Moment): boolean {
  const working = moment.filter((one) => one.listed && one.votes).map((one) => one.sql);
  return working.includes('leads') && (working.includes('synchronous') || working.includes('asynchronous'));
}

/** The moments of the operation, after a switchover if one precedes it; undefined if commits are lost. */
function momentsOf(before: Moment, attempt: Attempt): readonly Moment[] | undefined {
  const { index, operation, switchover } = attempt;
  const leads = index !== undefined && before[index]?.sql === 'leads';
  if (operation.kind === 'switchover' && !leads) {
    const after = withLeader(before, before.findIndex(isLeader), index);
    return after && [after];
  }
  const start = leads && switchover === 'planned' ? withLeader(before, index) : before;
  return start && [start, ...momentsDuring(start, attempt, { votes: false, sql: 'none' })];
}

const isLeader = ({ sql }: Voter) => sql === 'leads';

/** Makes a synchronous standby the leader. The former leader streams; undefined if the standby may lack commits. */
function withLeader(moment: Moment, from: number, to?: number): Moment | undefined {
  const next = to ?? moment.findIndex((one) => one.votes && one.sql === 'synchronous');
  if (from < 0 || moment[next]?.sql !== 'synchronous') return undefined;
  return moment.map((one, i) =>
    i === next ? { ...one, sql: 'leads' } : i === from ? { ...one, sql: 'synchronous' } : one,
  );
}

/** The state after some time without any operation. */
export function settled(state: State): State {
  const recovered = state.map((kind) => (isAnyOf('unhealthy', 'starting')(kind) ? 'replica' : kind));
  if (
    !recovered.some(isAnyOf('leader', 'unreachable leader')) ||
    recovered.some(isAnyOf('sync', 'unreachable'))
  )
    return recovered;
  const first = recovered.findIndex(isAnyOf('replica'));
  return recovered.map((kind, i) => (i === first ? 'sync' : kind));
}

/**
 * True if a rule forbids the operation: one of all services, an operation on the leader without a switchover, or the
 * removal as lost of a database that Patroni lists. Unreachable members count as down.
 */
export function isForbidden(state: State, attempt: Attempt): boolean {
  const { index, operation, switchover } = attempt;
  const kind = index === undefined ? undefined : state[index];
  const members = state.map((one) => ({ listed: listed(one), up: votes(one), joining: joining(one) }));
  return (
    isForbiddenInGeneral(attempt, { members, minimum: 3 }) ||
    (isAnyOf('leader', 'unreachable leader')(kind) &&
      switchover === 'none' &&
      operation.kind !== 'switchover') ||
    (isOnLostMember(operation) &&
      isAnyOf(
        'leader',
        'sync',
        'replica',
        'unhealthy',
        'crashed',
        'crashed leader',
        'unreachable',
        'unreachable leader',
      )(kind)) ||
    (state.some(isUnreachable) && isForbiddenIfDown(state, attempt))
  );
}

/** True if the operation would be refused if the unreachable members were down. */
function isForbiddenIfDown(state: State, attempt: Attempt): boolean {
  const allDown = state.map((kind) => (isUnreachable(kind) ? 'stopped' : kind));
  return (
    isForbidden(allDown, attempt) || !(survives(allDown, attempt) || survives(settled(allDown), attempt))
  );
}
