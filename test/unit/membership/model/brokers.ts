import type { View } from '../../../../src/model/health/membership.ts';
import { isOnLostMember } from '../../../../src/model/plan/step.ts';
import { hostAt, isBarredAnyway, through, type Deed, type Rendering, type Truth } from './states.ts';

/**
 * `behind`: it runs, and its mirrors are not in sync. `booting`: it answers and does not run yet. `mute`: it runs,
 * in sync, and does not answer us: our connection to it is lost. `cut`: it is partitioned
 * from the others. `apart`: it was wiped and has founded a cluster of its own. Of one that is being added: `bare`; `alone`
 * as a cluster of its own; `begun`: listed, and down; `up`: it runs, its mirrors are not in sync yet.
 */
export const BROKERS = [
  'running',
  'behind',
  'booting',
  'mute',
  'silent',
  'cut',
  'apart',
  'bare',
  'alone',
  'begun',
  'up',
] as const;
export type Broker = (typeof BROKERS)[number];
type State = readonly Broker[];

export const ONCE: readonly (readonly Broker[])[] = [['apart'], ['bare', 'alone', 'begun', 'up']];
const isOne = (...kinds: readonly Broker[]) => {
  return (kind: Broker | undefined) => kind !== undefined && kinds.includes(kind);
};

const joining = isOne('bare', 'alone', 'begun', 'up');
const listed = (kind: Broker) => !isOne('bare', 'alone')(kind);
const runs = isOne('running', 'behind', 'up', 'mute');
const hasCopy = isOne('running', 'mute');

/** Where only one that is cut off or has a cluster of its own answers, nobody tells what the others are like. */
export const isTold = (state: State) =>
  !state.some(isOne('apart', 'cut')) || state.some((kind) => runs(kind) && kind !== 'mute' && !joining(kind));

export const rendering: Rendering<Broker> = { service: 'broker', joining, leads: () => false, view };

function view(index: number, state: State): View {
  const kind = state[index]!;
  if (isOne('silent', 'mute', 'bare', 'begun')(kind))
    return { kind: 'no-answer', cause: 'refused', text: 'refused' };
  const those = (is: (one: Broker) => boolean) => state.flatMap((one, i) => (is(one) ? [hostAt(i)] : []));
  const [own] = [hostAt(index)];
  const separate = isOne('apart', 'alone')(kind);
  const cut = kind === 'cut';
  const copies = those(hasCopy);
  return {
    kind: 'broker',
    members: separate ? [own] : those(listed),
    running: separate || cut ? [own] : those(runs),
    partitions: cut ? those(runs) : separate ? [] : those(isOne('cut')),
    alarms: [],
    unsynchronized: separate || cut ? 0 : those(isOne('behind', 'up')).length,
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

/** Does nobody pause at any moment of what is done, and is no message lost? */
export function survives(state: State, deed: Deed): boolean {
  // Nobody counts on one whose install has not finished: it is as if it were not there.
  const isUndone = deed.touch.kind === 'undo-install';
  const before = truth(state).filter((_, i) => !isUndone || i !== deed.index);
  const then = isUndone ? [] : through(before, deed, { runs: false, copy: false });
  return [before, ...then].every((moment) => goesOn(moment) && (keeps(moment) || !keeps(before)));
}

/** pause_minority: whoever sees no more than half of the members stops. */
function goesOn(moment: Moment): boolean {
  const members = moment.filter((one) => one.listed);
  return members.filter((one) => one.runs).length * 2 > members.length;
}

function keeps(moment: Moment): boolean {
  return moment.some((one) => one.listed && one.runs && one.copy);
}

/** What a state becomes when nothing but time passes; a partition stays. */
export function settled(state: State): State {
  return state.map((kind) => (isOne('booting', 'behind')(kind) ? 'running' : kind));
}

/** Besides, a partition, one that the others still see running; and who does not answer counts as down. */
export function isBarred(state: State, deed: Deed): boolean {
  const kind = deed.index === undefined ? undefined : state[deed.index];
  const members = state.map((one) => ({ listed: listed(one), up: runs(one), joining: joining(one) }));
  return (
    isBarredAnyway(deed, { members, floor: 3 }) ||
    state.includes('cut') ||
    (isOnLostMember(deed.touch) && runs(kind)) ||
    (state.includes('mute') && isBarredIfDead(state, deed))
  );
}

/** Would it be refused if those that do not answer were dead? */
function isBarredIfDead(state: State, deed: Deed): boolean {
  const dead = state.map((kind) => (kind === 'mute' ? 'silent' : kind));
  return isBarred(dead, deed) || !(survives(dead, deed) || survives(settled(dead), deed));
}
