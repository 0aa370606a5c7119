import type { View } from '../../../../src/model/health/membership.ts';
import {
  hostAt,
  isForbiddenInGeneral,
  momentsDuring,
  type Attempt,
  type Rendering,
  type Truth,
} from './states.ts';

/**
 * `unhealthy`: reachable, and reports that it is unhealthy. A joining manager is `not installed`, `joining down`
 * (registered, but down) or `joining up`.
 */
export const MANAGERS = [
  'healthy',
  'unhealthy',
  'down',
  'not installed',
  'joining down',
  'joining up',
] as const;
export type Manager = (typeof MANAGERS)[number];
type State = readonly Manager[];

export const AT_MOST_ONE: readonly (readonly Manager[])[] = [['not installed', 'joining down', 'joining up']];

const joining = (kind: Manager) => ['not installed', 'joining down', 'joining up'].includes(kind);
const isHealthy = (kind: Manager) => kind === 'healthy' || kind === 'joining up';

export const rendering: Rendering<Manager> = { service: 'manager', joining, leads: () => false, view };

/** False if only a joining manager is reachable, because it cannot report whether it is a member. */
export const isObservable = (state: State) =>
  !state.includes('joining up') || state.includes('healthy') || state.includes('unhealthy');

function view(index: number, state: State): View {
  const kind = state[index]!;
  if (kind === 'down' || kind === 'not installed' || kind === 'joining down')
    return { kind: 'no-answer', cause: 'refused', text: 'refused' };
  const registered = state.flatMap((one, i) => (one === 'not installed' ? [] : [hostAt(i)]));
  return { kind: 'manager', answering: true, ok: isHealthy(kind), managers: registered };
}

interface Node extends Truth {
  readonly healthy: boolean;
}

/** True if a healthy manager remains at every moment of the operation. */
export function survives(state: State, attempt: Attempt): boolean {
  const all: readonly Node[] = state.map((kind) => ({
    listed: kind !== 'not installed',
    healthy: isHealthy(kind),
  }));
  const isCleanup = attempt.operation.kind === 'undo-install';
  const before = all.filter((_, i) => !isCleanup || i !== attempt.index);
  const during = isCleanup ? [] : momentsDuring(before, attempt, { healthy: false });
  return [before, ...during].every((moment) => moment.some((one) => one.listed && one.healthy));
}

export function settled(state: State): State {
  return state.map((kind) => (kind === 'unhealthy' ? 'healthy' : kind));
}

export function isForbidden(state: State, attempt: Attempt): boolean {
  const members = state.map((one) => ({
    listed: one !== 'not installed',
    up: isHealthy(one),
    joining: joining(one),
  }));
  return isForbiddenInGeneral(attempt, { members, minimum: 2 });
}
