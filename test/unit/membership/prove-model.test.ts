import { describe, expect, jest, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { DatabaseView, Membership, View } from '../../../src/model/health/membership.ts';
import type { Clause, Proof } from '../../../src/model/health/proof.ts';
import { renderProof } from '../../../src/model/health/render-proof.ts';
import type { MemberOperation, Switchover } from '../../../src/model/plan/step.ts';
import * as brokers from './model/brokers.ts';
import * as databases from './model/databases.ts';
import * as managers from './model/managers.ts';
import { deedsIn, membershipOf, statesOf, type Deed, type Rendering } from './model/states.ts';

/**
 * Every state of up to five members (but for their names) and everything that may be done to any of them, against a toy
 * cluster that goes through it and counts heads at every moment. The toy shares no code with what it checks.
 */
interface Model<Kind extends string> {
  readonly rendering: Rendering<Kind>;
  readonly states: readonly (readonly Kind[])[];
  readonly survives: (state: readonly Kind[], deed: Deed) => boolean;
  readonly settled: (state: readonly Kind[]) => readonly Kind[];
  readonly isBarred: (state: readonly Kind[], deed: Deed) => boolean;
}

type Prove = (membership: Membership, touch: MemberOperation, switchover: Switchover) => Proof;

interface Tally {
  readonly states: number;
  readonly judged: Readonly<Record<Proof['state'], number>>;
  /** Proved safe, and the toy stops or loses something. */
  readonly unsound: readonly string[];
  /** Refused, and the toy goes on, at once or after a while, and no rule forbids it. */
  readonly incomplete: readonly string[];
}

function compare<Kind extends string>(model: Model<Kind>, proving: Prove = prove): Tally {
  const judged = { safe: 0, wait: 0, refused: 0 };
  const unsound: string[] = [];
  const incomplete: string[] = [];
  for (const state of model.states) {
    for (const deed of deedsIn(model.rendering, state)) {
      const proof = proving(membershipOf(model.rendering, state, deed), deed.touch, deed.switchover);
      judged[proof.state] += 1;
      const words = () => `${state.join(' ')} / ${wordsOf(deed)} / ${renderProof(proof)}`;
      const dares = proof.clauses.some(({ kind }) => ACCEPTED_RISKS.includes(kind));
      const harmless = dares || changesNothing(state, deed);
      if (proof.state === 'safe' && !harmless && !model.survives(state, deed)) unsound.push(words());
      const may = model.survives(state, deed) || model.survives(model.settled(state), deed);
      if (proof.state === 'refused' && may && !model.isBarred(state, deed)) incomplete.push(words());
    }
  }
  return { states: model.states.length, judged, unsound, incomplete };
}

/** Stopping a host that is in no cluster changes nothing, even where too few members run. */
function changesNothing(state: readonly string[], { index, touch }: Deed): boolean {
  return touch.kind === 'stop-to-leave' && index !== undefined && state[index] === 'bare';
}

/** Accepted risks. */
const ACCEPTED_RISKS: readonly Clause['kind'][] = ['only-member', 'only-manager'];

function wordsOf({ touch, switchover }: Deed): string {
  return `${JSON.stringify(touch)} switchover ${switchover}`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const DATABASES: Model<databases.Database> = {
  ...databases,
  states: statesOf(databases.DATABASES, 5, databases.ONCE).filter(databases.isTold),
};
const BROKERS: Model<brokers.Broker> = {
  ...brokers,
  states: statesOf(brokers.BROKERS, 5, brokers.ONCE).filter(brokers.isTold),
};
const MANAGERS: Model<managers.Manager> = {
  ...managers,
  states: statesOf(managers.MANAGERS, 5, managers.ONCE).filter(managers.isTold),
};

/** Mutation tests compare smaller clusters: `globals` of test/mutation/jest.config.js. */
const { MODEL_MEMBERS = 5 } = globalThis as { MODEL_MEMBERS?: number };

const upTo = <Kind extends string>(model: Model<Kind>, members: number): Model<Kind> => ({
  ...model,
  states: model.states.filter((state) => state.length <= members),
});

const ALL = [
  ['databases', DATABASES.states.length, once(() => compare(upTo(DATABASES, MODEL_MEMBERS)))],
  ['brokers', BROKERS.states.length, once(() => compare(upTo(BROKERS, MODEL_MEMBERS)))],
  ['managers', MANAGERS.states.length, once(() => compare(upTo(MANAGERS, MODEL_MEMBERS)))],
] as const;

test('the states are all there are: a kind more, or a member, and there would be more', () => {
  expect(ALL.map(([, states]) => states)).toEqual([5743, 1427, 155]);
});

describe.each(ALL)('over every state of up to five %s, of which there are %i', (_what, _states, compared) => {
  test('what is proved safe goes on at every moment, and loses nothing', () => {
    const { states, judged, unsound } = compared();
    expect(judged.safe).toBeGreaterThan(states / 2);
    expect(unsound.slice(0, 9)).toEqual([]);
  });

  test('what goes on, at once or after a while, is refused by no rule but those that are written down', () => {
    const { states, judged, incomplete } = compared();
    expect(judged.refused).toBeGreaterThan(states);
    expect(judged.wait).toBeGreaterThan(states);
    expect(incomplete.slice(0, 9)).toEqual([]);
  });
});

describe('a proof that is wrong is found out', () => {
  const small = <Kind extends string>(model: Model<Kind>): Model<Kind> => upTo(model, 3);

  test('when its quorum is off by one', async () => {
    jest.resetModules();
    const real = await import('../../../src/membership/proof/vote-count.ts');
    jest.unstable_mockModule('../../../src/membership/proof/vote-count.ts', () => ({
      ...real,
      quorumOf: (members: number) => real.quorumOf(members) - 1,
    }));
    const { prove: wrong } = await import('../../../src/membership/proof/prove.ts');
    expect(compare(small(DATABASES), wrong).unsound.length).toBeGreaterThan(10);
    expect(compare(small(BROKERS), wrong).unsound.length).toBeGreaterThan(10);
  });

  test('when it counts a member that is not there', () => {
    const wrong: Prove = (membership, touch, switchover) => prove(withPhantom(membership), touch, switchover);
    expect(compare(small(DATABASES), wrong).incomplete.length).toBeGreaterThan(10);
  });

  test('when it takes silence for death', () => {
    const wrong: Prove = (membership, touch, switchover) => prove(deadSilence(membership), touch, switchover);
    expect(compare(small(DATABASES), wrong).unsound.length).toBeGreaterThan(0);
    expect(compare(small(BROKERS), wrong).unsound.length).toBeGreaterThan(0);
  });

  test.each([
    ['forgets who is down', without((view) => view.kind === 'no-answer')],
    ['takes one member at its word', opinionOfOne],
    ['takes every standby for a synchronous one', allSynchronous],
  ] as const)('when it %s', (_how, deceive) => {
    const wrong: Prove = (membership, touch, switchover) => prove(deceive(membership), touch, switchover);
    expect(compare(small(DATABASES), wrong).unsound.length).toBeGreaterThan(10);
  });
});

/** Nobody sees those at work who do not answer. */
function deadSilence(membership: Membership): Membership {
  const silent = membership.expected.filter(({ host }) => membership.views[host]?.kind === 'no-answer');
  const isSilent = (node: string) => silent.some((member) => member.node === node);
  const views = Object.entries(membership.views).map(([host, view]): [string, View] => {
    if (view.kind === 'broker')
      return [host, { ...view, running: view.running.filter((one) => !isSilent(one)) }];
    if (view.kind !== 'database' || !view.patroni) return [host, view];
    return [host, { ...view, patroni: view.patroni.filter(({ address }) => !isSilent(address)) }];
  });
  return { ...membership, views: Object.fromEntries(views) };
}

/** Nobody lists them any more. */
function without(is: (view: View) => boolean): (membership: Membership) => Membership {
  return (membership) => {
    const hidden = membership.expected.filter(({ host }) => is(membership.views[host] ?? SILENT));
    const rest = <One>(all: readonly One[], node: (one: One) => string) =>
      all.filter((one) => !hidden.some((member) => member.node === node(one)));
    return changed(membership, (view) => ({
      ...view,
      etcd: { ...view.etcd, members: rest(view.etcd.members, ({ address }) => address) },
    }));
  };
}

/** Whoever answers repeats the first. */
function opinionOfOne(membership: Membership): Membership {
  const first = Object.values(membership.views).find((view) => view.kind === 'database');
  return changed(membership, (view) => (first?.kind === 'database' ? first : view));
}

function withPhantom(membership: Membership): Membership {
  const phantom = { name: 'phantom', address: 'phantom' };
  return changed(membership, (view) => ({
    ...view,
    etcd: { ...view.etcd, members: [...view.etcd.members, phantom] },
  }));
}

function allSynchronous(membership: Membership): Membership {
  return changed(membership, (view) => ({
    ...view,
    patroni: (view.patroni ?? []).map((one) =>
      one.role === 'replica' ? { ...one, role: 'sync_standby' as const } : one,
    ),
  }));
}

const SILENT: View = { kind: 'no-answer', cause: 'refused', text: 'refused' };

function changed(membership: Membership, change: (view: DatabaseView) => View): Membership {
  const views = Object.entries(membership.views).map(
    ([host, view]) => [host, view.kind === 'database' ? change(view) : view] as const,
  );
  return { ...membership, views: Object.fromEntries(views) };
}
