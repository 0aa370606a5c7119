import type { Expected, Membership, View } from '../../../../src/model/health/membership.ts';
import type { HostName, Service } from '../../../../src/model/names.ts';
import { isOnLostMember } from '../../../../src/model/plan/step.ts';
import type { MemberOperation, Switchover } from '../../../../src/model/plan/step.ts';

/**
 * Every state of one to `maximum` members. Members of a kind are interchangeable.
 * @param atMostOne groups of kinds of which a state may contain one member
 */
export function statesOf<Kind extends string>(
  kinds: readonly Kind[],
  maximum: number,
  atMostOne: readonly (readonly Kind[])[],
): readonly (readonly Kind[])[] {
  const all = Array.from({ length: maximum }, (_, i) => every(kinds, i + 1)).flat();
  return all.filter((state) =>
    atMostOne.every((group) => state.filter((kind) => group.includes(kind)).length <= 1),
  );
}

function every<Kind>(kinds: readonly Kind[], n: number): readonly (readonly Kind[])[] {
  if (n === 0) return [[]];
  return kinds.flatMap((kind, i) => every(kinds.slice(i), n - 1).map((rest) => [kind, ...rest]));
}

/** An operation on a member of a state. */
export interface Attempt {
  /** Index of the member; undefined for a new member, or if the operation names no member. */
  readonly index: number | undefined;
  readonly operation: MemberOperation;
  readonly switchover: Switchover;
}

export const hostAt = (index: number): HostName => `m${index + 1}`;

/** Converts states of a service to memberships. */
export interface Rendering<Kind> {
  readonly service: Service;
  readonly view: (index: number, state: readonly Kind[]) => View;
  readonly joining: (kind: Kind) => boolean;
  /** True if a switchover may precede operations on the member. */
  readonly leads: (kind: Kind) => boolean;
}

const UNREACHABLE: View = { kind: 'no-answer', cause: 'refused', text: 'refused' };

/** The views of all members of a state. A member that is declared lost is not queried. */
export function membershipOf<Kind>(
  { service, view, joining }: Rendering<Kind>,
  state: readonly Kind[],
  { index, operation }: Attempt,
): Membership {
  const isLost = (i: number) => isOnLostMember(operation) && i === index;
  const expected = state.map((kind, i): Expected => ({
    host: hostAt(i),
    node: hostAt(i),
    standing: isLost(i) ? 'leaving-lost' : joining(kind) ? 'joining' : 'member',
  }));
  const views = state.map((_, i) => [hostAt(i), isLost(i) ? UNREACHABLE : view(i, state)] as const);
  const bootstrapped = expected.flatMap(({ host, standing }) => (standing === 'joining' ? [] : [host]));
  return { service, asOf: 0, expected, views: Object.fromEntries(views), bootstrapped };
}

/** Every operation on every member of a state, and on a new member. */
export function attemptsIn<Kind>(
  { service, joining, leads }: Rendering<Kind>,
  state: readonly Kind[],
): readonly Attempt[] {
  const attempts = state.flatMap((kind, index): readonly Attempt[] => {
    const member = { service, member: hostAt(index) };
    const attempt = (operation: MemberOperation, switchover: Switchover = 'none'): Attempt => ({
      index,
      operation,
      switchover,
    });
    const disruptive: readonly MemberOperation[] = [
      { kind: 'restart', ...member, requires: 'nothing' },
      { kind: 'stop-to-leave', ...member, requires: 'nothing' },
      { kind: 'remove', ...member, target: { state: 'stopped', startAgain: START } },
    ];
    const changes = disruptive.flatMap((operation) => [
      attempt(operation),
      ...(leads(kind) ? [attempt(operation, 'planned')] : []),
    ]);
    const removals = joining(kind) ? [] : [attempt({ kind: 'remove', ...member, target: { state: 'lost' } })];
    const cleanups = joining(kind)
      ? (['stop', 'forget'] as const).map((part) => attempt({ kind: 'undo-install', ...member, part }))
      : [];
    const switchoverTo =
      service === 'database' ? [attempt({ kind: 'switchover', ...member, to: { host: hostAt(index) } })] : [];
    const installs = [
      attempt({ kind: 'join', ...member, patienceMs: 0 }),
      attempt({ kind: 'bootstrap', ...member }),
    ];
    return [...changes, ...removals, ...cleanups, ...switchoverTo, ...installs];
  });
  return [...attempts, ...attemptsWithoutMember(service, state.some(joining))];
}

const START = { program: 'systemctl', args: ['start', 'x'], as: 'root', timeoutMs: 0 } as const;

function attemptsWithoutMember(service: Service, hasJoining: boolean): readonly Attempt[] {
  const attempt = (operation: MemberOperation): Attempt => ({
    index: undefined,
    operation,
    switchover: 'none',
  });
  const member = { service, member: 'new' };
  return [
    ...(hasJoining ? [] : [attempt({ kind: 'join', ...member, patienceMs: 0 })]),
    ...(service === 'database' ? [attempt({ kind: 'switchover', ...member, to: 'sync-standby' })] : []),
  ];
}

/** The actual state of a member, independent of all views. */
export interface Truth {
  readonly listed: boolean;
}

/**
 * The states of the members during an operation, including the worst outcome. A stopped member is down for a while. A lost
 * member is only removed. A new member is listed before it runs, and may never run.
 * @param down the properties of a member that is down
 */
export function momentsDuring<Of extends Truth>(
  before: readonly Of[],
  { index, operation }: Attempt,
  down: Omit<Of, 'listed'>,
): readonly (readonly Of[])[] {
  const added = { ...down, listed: true } as Of;
  const set = (change: Partial<Of>) => before.map((one, i) => (i === index ? { ...one, ...change } : one));
  switch (operation.kind) {
    case 'restart':
    case 'reinit':
    case 'stop-to-leave':
      return [set(down as Partial<Of>)];
    case 'remove': {
      const removed = set({ ...down, listed: false } as Partial<Of>);
      return isOnLostMember(operation) ? [removed] : [set(down as Partial<Of>), removed];
    }
    case 'bootstrap':
    case 'join':
      return [index === undefined ? [...before, added] : set(added)];
    case 'undo-install':
    case 'switchover':
      return [before];
  }
}

/**
 * True if a rule of all services, stricter than the vote count, forbids the operation (docs/quorum.md). The minimum of
 * members; members that are down must be removed first; an unlisted host is not a member; a member is not installed again;
 * a lost member is removed only if another member is up.
 */
export function isForbiddenInGeneral(
  { index, operation }: Attempt,
  { members, minimum }: { members: readonly MemberState[]; minimum: number },
): boolean {
  const own = index === undefined ? NOT_LISTED : (members[index] ?? NOT_LISTED);
  const others = members.filter((_, i) => i !== index);
  const otherDown = others.some(({ listed, up }) => listed && !up);
  const left = others.filter(({ listed }) => listed).length;
  const { kind } = operation;
  if (kind === 'undo-install') return false;
  if (isOnLostMember(operation)) return !own.listed || !others.some(({ up, joining }) => up && !joining);
  if (INSTALLS.includes(kind)) return own.listed ? !own.joining : otherDown;
  if (kind === 'switchover') return false;
  return !own.listed || (REMOVES.includes(kind) && (otherDown || left < minimum));
}

interface MemberState {
  readonly listed: boolean;
  readonly up: boolean;
  readonly joining: boolean;
}

const NOT_LISTED: MemberState = { listed: false, up: false, joining: true };

const REMOVES: readonly MemberOperation['kind'][] = ['remove', 'stop-to-leave'];
const INSTALLS: readonly MemberOperation['kind'][] = ['bootstrap', 'join'];
