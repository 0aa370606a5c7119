import type { Expected, Membership, View } from '../../../../src/model/health/membership.ts';
import type { HostName, Service } from '../../../../src/model/names.ts';
import { isOnLostMember } from '../../../../src/model/plan/step.ts';
import type { MemberOperation, Switchover } from '../../../../src/model/plan/step.ts';

/** Every way to give up to `most` members a kind each, whichever member has which. */
export function statesOf<Kind extends string>(
  kinds: readonly Kind[],
  most: number,
  once: readonly (readonly Kind[])[],
): readonly (readonly Kind[])[] {
  const all = Array.from({ length: most }, (_, i) => every(kinds, i + 1)).flat();
  return all.filter((state) =>
    once.every((single) => state.filter((kind) => single.includes(kind)).length <= 1),
  );
}

function every<Kind>(kinds: readonly Kind[], n: number): readonly (readonly Kind[])[] {
  if (n === 0) return [[]];
  return kinds.flatMap((kind, i) => every(kinds.slice(i), n - 1).map((rest) => [kind, ...rest]));
}

/** What is done to which member of a state; undefined: to nobody of them. */
export interface Deed {
  readonly index: number | undefined;
  readonly touch: MemberOperation;
  readonly switchover: Switchover;
}

export const hostAt = (index: number): HostName => `m${index + 1}`;

/** What a service is made of, for `membershipOf`. */
export interface Rendering<Kind> {
  readonly service: Service;
  readonly view: (index: number, state: readonly Kind[]) => View;
  readonly joining: (kind: Kind) => boolean;
  /** It may hand over before it goes. */
  readonly leads: (kind: Kind) => boolean;
}

const SILENT: View = { kind: 'no-answer', cause: 'refused', text: 'refused' };

/** A state as the members tell it: one that is said to be gone is not asked. */
export function membershipOf<Kind>(
  { service, view, joining }: Rendering<Kind>,
  state: readonly Kind[],
  { index, touch }: Deed,
): Membership {
  const isGone = (i: number) => isOnLostMember(touch) && i === index;
  const expected = state.map((kind, i): Expected => ({
    host: hostAt(i),
    node: hostAt(i),
    standing: isGone(i) ? 'leaving-lost' : joining(kind) ? 'joining' : 'member',
  }));
  const views = state.map((_, i) => [hostAt(i), isGone(i) ? SILENT : view(i, state)] as const);
  const bootstrapped = expected.flatMap(({ host, standing }) => (standing === 'joining' ? [] : [host]));
  return { service, asOf: 0, expected, views: Object.fromEntries(views), bootstrapped };
}

/** Every touch of every member of a state, and of one that is added to it. */
export function deedsIn<Kind>(
  { service, joining, leads }: Rendering<Kind>,
  state: readonly Kind[],
): readonly Deed[] {
  const deeds = state.flatMap((kind, index): readonly Deed[] => {
    const member = { service, member: hostAt(index) };
    const of = (touch: MemberOperation, switchover: Switchover = 'none'): Deed => ({
      index,
      touch,
      switchover,
    });
    const leaving: readonly MemberOperation[] = [
      { kind: 'restart', ...member, requires: 'nothing' },
      { kind: 'stop-to-leave', ...member, requires: 'nothing' },
      { kind: 'remove', ...member, target: { state: 'stopped', startAgain: START } },
    ];
    const changes = leaving.flatMap((touch) => [of(touch), ...(leads(kind) ? [of(touch, 'planned')] : [])]);
    const gone = joining(kind) ? [] : [of({ kind: 'remove', ...member, target: { state: 'lost' } })];
    const undone = joining(kind)
      ? (['stop', 'forget'] as const).map((part) => of({ kind: 'undo-install', ...member, part }))
      : [];
    const lead =
      service === 'database' ? [of({ kind: 'switchover', ...member, to: { host: hostAt(index) } })] : [];
    const installs = [of({ kind: 'join', ...member, patienceMs: 0 }), of({ kind: 'bootstrap', ...member })];
    return [...changes, ...gone, ...undone, ...lead, ...installs];
  });
  return [...deeds, ...ofNobody(service, state.some(joining))];
}

const START = { program: 'systemctl', args: ['start', 'x'], as: 'root', timeoutMs: 0 } as const;

function ofNobody(service: Service, oneJoins: boolean): readonly Deed[] {
  const of = (touch: MemberOperation): Deed => ({ index: undefined, touch, switchover: 'none' });
  const member = { service, member: 'new' };
  return [
    ...(oneJoins ? [] : [of({ kind: 'join', ...member, patienceMs: 0 })]),
    ...(service === 'database' ? [of({ kind: 'switchover', ...member, to: 'sync-standby' })] : []),
  ];
}

/** A member as it is, whatever anybody says. */
export interface Truth {
  readonly listed: boolean;
}

/**
 * What the members go through, the worst that may come of it included: one that stops stays down for a while; one that is
 * gone is only taken out; a new one is listed before it is up, and may never come up, as one that was a member already.
 * @param down what becomes of one that is down
 */
export function through<Of extends Truth>(
  before: readonly Of[],
  { index, touch }: Deed,
  down: Omit<Of, 'listed'>,
): readonly (readonly Of[])[] {
  const fresh = { ...down, listed: true } as Of;
  const set = (change: Partial<Of>) => before.map((one, i) => (i === index ? { ...one, ...change } : one));
  switch (touch.kind) {
    case 'restart':
    case 'reinit':
    case 'stop-to-leave':
      return [set(down as Partial<Of>)];
    case 'remove': {
      const out = set({ ...down, listed: false } as Partial<Of>);
      return isOnLostMember(touch) ? [out] : [set(down as Partial<Of>), out];
    }
    case 'bootstrap':
    case 'join':
      return [index === undefined ? [...before, fresh] : set(fresh)];
    case 'undo-install':
    case 'switchover':
      return [before];
  }
}

/**
 * Rules of every service that are stricter than the arithmetic, each of which is written down: the floor; whoever is down
 * goes first; what nobody lists is no member; members are not founded again; of one that is gone nobody sees work.
 */
export function isBarredAnyway(
  { index, touch }: Deed,
  { members, floor }: { members: readonly Standing[]; floor: number },
): boolean {
  const own = index === undefined ? NOBODY : (members[index] ?? NOBODY);
  const others = members.filter((_, i) => i !== index);
  const another = others.some(({ listed, up }) => listed && !up);
  const left = others.filter(({ listed }) => listed).length;
  const { kind } = touch;
  if (kind === 'undo-install') return false;
  if (isOnLostMember(touch)) return !own.listed || !others.some(({ up, joining }) => up && !joining);
  if (BECOMES.includes(kind)) return own.listed ? !own.joining : another;
  if (kind === 'switchover') return false;
  return !own.listed || (LEAVES.includes(kind) && (another || left < floor));
}

interface Standing {
  readonly listed: boolean;
  readonly up: boolean;
  readonly joining: boolean;
}

const NOBODY: Standing = { listed: false, up: false, joining: true };

const LEAVES: readonly MemberOperation['kind'][] = ['remove', 'stop-to-leave'];
const BECOMES: readonly MemberOperation['kind'][] = ['bootstrap', 'join'];
