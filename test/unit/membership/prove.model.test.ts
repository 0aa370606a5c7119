import { describe, expect, jest, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { DatabaseView, Membership, View } from '../../../src/model/health/membership.ts';
import type { Clause, Proof } from '../../../src/model/health/proof.ts';
import { renderProof } from '../../../src/model/health/render-proof.ts';
import type { MemberOperation, Switchover } from '../../../src/model/plan/step.ts';
import * as brokers from './model/brokers.ts';
import * as databases from './model/databases.ts';
import * as managers from './model/managers.ts';
import { attemptsIn, membershipOf, statesOf, type Attempt, type Rendering } from './model/states.ts';

/**
 * Compares every operation on every member in every state of up to five members with a simple model of the cluster. The
 * model performs the operation and counts the healthy members at every moment. It shares no code with the proofs.
 */
interface Model<Kind extends string> {
  readonly rendering: Rendering<Kind>;
  readonly states: readonly (readonly Kind[])[];
  readonly survives: (state: readonly Kind[], attempt: Attempt) => boolean;
  readonly settled: (state: readonly Kind[]) => readonly Kind[];
  readonly isForbidden: (state: readonly Kind[], attempt: Attempt) => boolean;
}

type Prove = (membership: Membership, operation: MemberOperation, switchover: Switchover) => Proof;

interface Tally {
  readonly states: number;
  readonly proofs: Readonly<Record<Proof['state'], number>>;
  /** Cases that are proved safe, but in which the model stops or loses data. */
  readonly unsound: readonly string[];
  /** Cases that are refused, but in which the model keeps running (at once or later) and no rule forbids the operation. */
  readonly incomplete: readonly string[];
}

function compare<Kind extends string>(model: Model<Kind>, proveWith: Prove = prove): Tally {
  const proofs = { safe: 0, wait: 0, refused: 0 };
  const unsound: string[] = [];
  const incomplete: string[] = [];
  for (const state of model.states) {
    for (const attempt of attemptsIn(model.rendering, state)) {
      const proof = proveWith(
        membershipOf(model.rendering, state, attempt),
        attempt.operation,
        attempt.switchover,
      );
      proofs[proof.state] += 1;
      const description = () => `${state.join(' ')} / ${operationText(attempt)} / ${renderProof(proof)}`;
      const isAcceptedRisk = proof.clauses.some(({ kind }) => ACCEPTED_RISKS.includes(kind));
      const isHarmless = isAcceptedRisk || changesNothing(state, attempt);
      if (proof.state === 'safe' && !isHarmless && !model.survives(state, attempt))
        unsound.push(description());
      const wouldSurvive = model.survives(state, attempt) || model.survives(model.settled(state), attempt);
      if (proof.state === 'refused' && wouldSurvive && !model.isForbidden(state, attempt))
        incomplete.push(description());
    }
  }
  return { states: model.states.length, proofs, unsound, incomplete };
}

/** True if the operation stops a host that is in no cluster. That is safe even if too few members run. */
function changesNothing(state: readonly string[], { index, operation }: Attempt): boolean {
  return operation.kind === 'stop-to-leave' && index !== undefined && state[index] === 'not installed';
}

/** Clauses of proofs that state an accepted risk. */
const ACCEPTED_RISKS: readonly Clause['kind'][] = ['only-member', 'only-manager'];

function operationText({ operation, switchover }: Attempt): string {
  return `${JSON.stringify(operation)} switchover ${switchover}`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const DATABASES: Model<databases.Database> = {
  ...databases,
  states: statesOf(databases.DATABASES, 5, databases.AT_MOST_ONE).filter(databases.isObservable),
};
const BROKERS: Model<brokers.Broker> = {
  ...brokers,
  states: statesOf(brokers.BROKERS, 5, brokers.AT_MOST_ONE).filter(brokers.isObservable),
};
const MANAGERS: Model<managers.Manager> = {
  ...managers,
  states: statesOf(managers.MANAGERS, 5, managers.AT_MOST_ONE).filter(managers.isObservable),
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

test('the number of states is known', () => {
  expect(ALL.map(([, states]) => states)).toEqual([5743, 1427, 155]);
});

describe.each(ALL)('over every state of up to five %s, of which there are %i', (_what, _states, compared) => {
  test('an operation that is proved safe keeps the service running and loses no data', () => {
    const { states, proofs, unsound } = compared();
    expect(proofs.safe).toBeGreaterThan(states / 2);
    expect(unsound.slice(0, 9)).toEqual([]);
  });

  test('an operation that would keep the service running is refused only by a documented rule', () => {
    const { states, proofs, incomplete } = compared();
    expect(proofs.refused).toBeGreaterThan(states);
    expect(proofs.wait).toBeGreaterThan(states);
    expect(incomplete.slice(0, 9)).toEqual([]);
  });
});

describe('a wrong proof is detected', () => {
  const small = <Kind extends string>(model: Model<Kind>): Model<Kind> => upTo(model, 3);

  test('if its quorum is off by one', async () => {
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

  test('if it counts a member that does not exist', () => {
    const wrong: Prove = (membership, operation, switchover) =>
      prove(withPhantom(membership), operation, switchover);
    expect(compare(small(DATABASES), wrong).incomplete.length).toBeGreaterThan(10);
  });

  test('if it takes unreachable members for down', () => {
    const wrong: Prove = (membership, operation, switchover) =>
      prove(withoutUnreachable(membership), operation, switchover);
    expect(compare(small(DATABASES), wrong).unsound.length).toBeGreaterThan(0);
    expect(compare(small(BROKERS), wrong).unsound.length).toBeGreaterThan(0);
  });

  test.each([
    ['omits members that are down', withoutListed((view) => view.kind === 'no-answer')],
    ['relies on the view of one member', withViewOfFirst],
    ['takes every standby for synchronous', allSynchronous],
  ] as const)('if it %s', (_how, distort) => {
    const wrong: Prove = (membership, operation, switchover) =>
      prove(distort(membership), operation, switchover);
    expect(compare(small(DATABASES), wrong).unsound.length).toBeGreaterThan(10);
  });
});

/** Removes the unreachable members from the lists of running members in all views. */
function withoutUnreachable(membership: Membership): Membership {
  const unreachable = membership.expected.filter(({ host }) => membership.views[host]?.kind === 'no-answer');
  const isUnreachable = (node: string) => unreachable.some((member) => member.node === node);
  const views = Object.entries(membership.views).map(([host, view]): [string, View] => {
    if (view.kind === 'broker')
      return [host, { ...view, running: view.running.filter((one) => !isUnreachable(one)) }];
    if (view.kind !== 'database' || !view.patroni) return [host, view];
    return [host, { ...view, patroni: view.patroni.filter(({ address }) => !isUnreachable(address)) }];
  });
  return { ...membership, views: Object.fromEntries(views) };
}

/** Removes the members whose view matches from etcd's member lists in all views. */
function withoutListed(is: (view: View) => boolean): (membership: Membership) => Membership {
  return (membership) => {
    const hidden = membership.expected.filter(({ host }) => is(membership.views[host] ?? UNREACHABLE));
    const rest = <One>(all: readonly One[], node: (one: One) => string) =>
      all.filter((one) => !hidden.some((member) => member.node === node(one)));
    return changed(membership, (view) => ({
      ...view,
      etcd: { ...view.etcd, members: rest(view.etcd.members, ({ address }) => address) },
    }));
  };
}

/** Replaces all views by the first one. */
function withViewOfFirst(membership: Membership): Membership {
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

const UNREACHABLE: View = { kind: 'no-answer', cause: 'refused', text: 'refused' };

function changed(membership: Membership, change: (view: DatabaseView) => View): Membership {
  const views = Object.entries(membership.views).map(
    ([host, view]) => [host, view.kind === 'database' ? change(view) : view] as const,
  );
  return { ...membership, views: Object.fromEntries(views) };
}
