import type { View } from '../../../../src/model/health/membership.ts';
import { hostAt, isBarredAnyway, through, type Deed, type Rendering, type Truth } from './states.ts';

/** `unwell`: it answers, and says so. Of one that is being added: `bare`; `begun`: registered, and down; `up`. */
export const MANAGERS = ['well', 'unwell', 'silent', 'bare', 'begun', 'up'] as const;
export type Manager = (typeof MANAGERS)[number];
type State = readonly Manager[];

export const ONCE: readonly (readonly Manager[])[] = [['bare', 'begun', 'up']];

const joining = (kind: Manager) => ['bare', 'begun', 'up'].includes(kind);
const works = (kind: Manager) => kind === 'well' || kind === 'up';

export const rendering: Rendering<Manager> = { service: 'manager', joining, leads: () => false, view };

/** Where only a new one answers, nobody tells whether it is one of them. */
export const isTold = (state: State) =>
  !state.includes('up') || state.includes('well') || state.includes('unwell');

function view(index: number, state: State): View {
  const kind = state[index]!;
  if (kind === 'silent' || kind === 'bare' || kind === 'begun')
    return { kind: 'no-answer', cause: 'refused', text: 'refused' };
  const registered = state.flatMap((one, i) => (one === 'bare' ? [] : [hostAt(i)]));
  return { kind: 'manager', answering: true, ok: works(kind), managers: registered };
}

interface Node extends Truth {
  readonly works: boolean;
}

/** Does one that is well remain at every moment? */
export function survives(state: State, deed: Deed): boolean {
  const all: readonly Node[] = state.map((kind) => ({ listed: kind !== 'bare', works: works(kind) }));
  const isUndone = deed.touch.kind === 'undo-install';
  const before = all.filter((_, i) => !isUndone || i !== deed.index);
  const then = isUndone ? [] : through(before, deed, { works: false });
  return [before, ...then].every((moment) => moment.some((one) => one.listed && one.works));
}

export function settled(state: State): State {
  return state.map((kind) => (kind === 'unwell' ? 'well' : kind));
}

export function isBarred(state: State, deed: Deed): boolean {
  const members = state.map((one) => ({ listed: one !== 'bare', up: works(one), joining: joining(one) }));
  return isBarredAnyway(deed, { members, floor: 2 });
}
