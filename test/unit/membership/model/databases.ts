import type { PatroniMember, View } from '../../../../src/model/health/membership.ts';
import { isOnLostMember } from '../../../../src/model/plan/step.ts';
import { hostAt, isBarredAnyway, through, type Deed, type Rendering, type Truth } from './states.ts';

/**
 * `starting`: its etcd votes, PostgreSQL does not stream yet. `ill`: it answers, but is cut off from etcd's quorum and
 * repeats an old view. `mute`, `mute leader`: it works, a synchronous standby or the leader, and does not answer us:
 * our connection to it is lost. `silent`, `lost`: dead, and Patroni still lists it, as a standby or as the leader. `stopped`: dead,
 * and known to be. `apart`: it was wiped and has founded a cluster of its own. Of one that is being added: `bare`; `alone`
 * as a cluster of its own; `begun`: listed, and down; `up`: listed, and streaming.
 */
export const DATABASES = [
  'leader',
  'sync',
  'replica',
  'starting',
  'ill',
  'mute',
  'mute leader',
  'silent',
  'lost',
  'stopped',
  'apart',
  'bare',
  'alone',
  'begun',
  'up',
] as const;
export type Database = (typeof DATABASES)[number];
type State = readonly Database[];

export const isOne =
  (...kinds: readonly Database[]) =>
  (kind: Database | undefined) =>
    kind !== undefined && kinds.includes(kind);
/** Where only one that founded a cluster of its own answers, nobody tells what the others are like. */
export const isTold = (state: State) =>
  !state.some(isOne('apart')) || state.some((kind) => votes(kind) && answers(kind) && !joining(kind));

export const ONCE: readonly (readonly Database[])[] = [
  ['leader', 'mute leader', 'lost'],
  ['apart'],
  ['bare', 'alone', 'begun', 'up'],
];

const joining = isOne('bare', 'alone', 'begun', 'up');
export const listed = (kind: Database) => !isOne('bare', 'alone')(kind);
const mute = isOne('mute', 'mute leader');
const votes = isOne('leader', 'sync', 'replica', 'starting', 'up', 'mute', 'mute leader');
const answers = (kind: Database) => (votes(kind) && !mute(kind)) || isOne('ill', 'apart', 'alone')(kind);

export const rendering: Rendering<Database> = {
  service: 'database',
  joining,
  leads: isOne('leader', 'mute leader'),
  view,
};

function view(index: number, state: State): View {
  const kind = state[index]!;
  if (!answers(kind)) return { kind: 'no-answer', cause: 'refused', text: 'refused' };
  const separate = isOne('apart', 'alone')(kind);
  const nodes = state.flatMap((one, i) => (listed(one) ? [hostAt(i)] : []));
  const members = (separate ? [hostAt(index)] : nodes).map((node) => ({ name: node, address: node }));
  const patroni = separate ? [member(index, 'leader')] : state.flatMap((one, i) => patroniMember(i, one));
  return { kind: 'database', etcd: { healthy: kind !== 'ill', members }, patroni };
}

function patroniMember(index: number, kind: Database): readonly PatroniMember[] {
  if (isOne('leader', 'mute leader', 'lost')(kind)) return [member(index, 'leader')];
  if (isOne('sync', 'mute')(kind)) return [{ ...member(index, 'sync_standby'), lag: 0 }];
  if (isOne('replica', 'ill', 'silent', 'up')(kind)) return [{ ...member(index, 'replica'), lag: 0 }];
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
  'mute leader': 'leads',
  sync: 'synchronous',
  mute: 'synchronous',
  replica: 'asynchronous',
  up: 'asynchronous',
};

const truth = (state: State): Moment =>
  state.map((kind) => ({ listed: listed(kind), votes: votes(kind), sql: SQL[kind] ?? 'none' }));

/** Does all go on at every moment of what is done, and is nothing lost? What took no writes before cannot stop. */
export function survives(state: State, deed: Deed): boolean {
  const all = truth(state);
  // Nobody counts on one whose install has not finished: it is as if it were not there.
  const isUndone = deed.touch.kind === 'undo-install';
  const before = isUndone ? all.filter((_, i) => i !== deed.index) : all;
  const then = isUndone ? [] : momentsOf(before, deed);
  if (!then) return false;
  return [before, ...then].every((moment) => decides(moment) && (takes(moment) || !takes(before)));
}

function decides(moment: Moment): boolean {
  const members = moment.filter((one) => one.listed);
  return members.filter((one) => one.votes).length * 2 > members.length;
}

/** synchronous_mode_strict: writes want a standby, which Patroni makes synchronous. */
function takes(moment: Moment): boolean {
  const working = moment.filter((one) => one.listed && one.votes).map((one) => one.sql);
  return working.includes('leads') && (working.includes('synchronous') || working.includes('asynchronous'));
}

/** A leader hands over first, if it may; undefined: commits are lost. */
function momentsOf(before: Moment, deed: Deed): readonly Moment[] | undefined {
  const { index, touch, switchover } = deed;
  const leads = index !== undefined && before[index]?.sql === 'leads';
  if (touch.kind === 'switchover' && !leads) {
    const then = passTo(before, before.findIndex(isLeader), index);
    return then && [then];
  }
  const start = leads && switchover === 'planned' ? passTo(before, index) : before;
  return start && [start, ...through(start, deed, { votes: false, sql: 'none' })];
}

const isLeader = ({ sql }: Voter) => sql === 'leads';

/** Whoever led streams then; only a synchronous standby has every commit. */
function passTo(moment: Moment, from: number, to?: number): Moment | undefined {
  const next = to ?? moment.findIndex((one) => one.votes && one.sql === 'synchronous');
  if (from < 0 || moment[next]?.sql !== 'synchronous') return undefined;
  return moment.map((one, i) =>
    i === next ? { ...one, sql: 'leads' } : i === from ? { ...one, sql: 'synchronous' } : one,
  );
}

/** What a state becomes when nothing but time passes. */
export function settled(state: State): State {
  const calm = state.map((kind) => (isOne('ill', 'starting')(kind) ? 'replica' : kind));
  if (!calm.some(isOne('leader', 'mute leader')) || calm.some(isOne('sync', 'mute'))) return calm;
  const first = calm.findIndex(isOne('replica'));
  return calm.map((kind, i) => (i === first ? 'sync' : kind));
}

/** Besides, a leader that does not hand over, one that Patroni still sees; and who does not answer counts as down. */
export function isBarred(state: State, deed: Deed): boolean {
  const { index, touch, switchover } = deed;
  const kind = index === undefined ? undefined : state[index];
  const members = state.map((one) => ({ listed: listed(one), up: votes(one), joining: joining(one) }));
  return (
    isBarredAnyway(deed, { members, floor: 3 }) ||
    (isOne('leader', 'mute leader')(kind) && switchover === 'none' && touch.kind !== 'switchover') ||
    (isOnLostMember(touch) &&
      isOne('leader', 'sync', 'replica', 'ill', 'silent', 'lost', 'mute', 'mute leader')(kind)) ||
    (state.some(mute) && isBarredIfDead(state, deed))
  );
}

/** Would it be refused if those that do not answer were dead? */
function isBarredIfDead(state: State, deed: Deed): boolean {
  const dead = state.map((kind) => (mute(kind) ? 'stopped' : kind));
  return isBarred(dead, deed) || !(survives(dead, deed) || survives(settled(dead), deed));
}
