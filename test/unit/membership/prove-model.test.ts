import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/prove.ts';
import { brokers, databases, handedOver, touch, type Broker, type Database } from './build.ts';

/**
 * Every state of up to five members (but for their names), against a toy cluster that is told what to do and then
 * looked at: does it still decide, does it still take writes? The toy counts heads after the fact; it shares no code
 * with what it checks.
 */
const EFFECTS = ['restart', 'stop', 'remove'] as const;
const SIZES = [1, 2, 3, 4, 5] as const;
const FLOOR = 3;

/** Every way to give `n` members a state each, whichever member has which. */
function every<State>(states: readonly State[], n: number): readonly (readonly State[])[] {
  if (n === 0) return [[]];
  return states.flatMap((state, i) => every(states.slice(i), n - 1).map((rest) => [state, ...rest]));
}

function named<State>(prefix: string, states: readonly State[]): Record<string, State> {
  return Object.fromEntries(states.map((state, i) => [`${prefix}${i + 1}`, state]));
}

/** Each member of each state with each effect. */
function cases<State>(states: readonly State[]) {
  return SIZES.flatMap((n) => every(states, n)).flatMap((some) =>
    some.flatMap((state, index) => EFFECTS.map((effect) => ({ some, state, index, effect }))),
  );
}

const isMajority = (some: number, all: number) => 2 * some > all;
const votes = (states: readonly Database[]) =>
  states.filter((state) => !['ill', 'silent', 'lost'].includes(state)).length;

/** PostgreSQL takes writes with a leader that lives and a standby that streams. */
function takesWrites(states: readonly Database[]): boolean {
  const streams = states.some((state) => state === 'sync' || state === 'replica');
  return states.includes('leader') && streams;
}

/** The others once a member is gone; a leader has handed over to the synchronous standby. */
function remaining(states: readonly Database[], index: number): readonly Database[] {
  const rest = states.filter((_, i) => i !== index);
  const successor = states[index] === 'leader' ? rest.indexOf('sync') : -1;
  return rest.map((state, i) => (i === successor ? 'leader' : state));
}

type Case = ReturnType<typeof cases<Database>>[number];

/** May it be done? What takes no writes before cannot lose them. */
function keeps({ some, index, effect }: Case): boolean {
  const rest = remaining(some, index);
  const decides = isMajority(votes(some), some.length);
  const goesOn = isMajority(votes(rest), effect === 'remove' ? rest.length : some.length);
  const othersUp = rest.every((one) => !['ill', 'silent', 'lost'].includes(one));
  const allowed = effect !== 'remove' || (some.length > FLOOR && othersUp);
  return decides && goesOn && allowed && (takesWrites(rest) || !takesWrites(some));
}

const DATABASES = ['leader', 'sync', 'replica', 'starting', 'ill', 'silent', 'lost'] as const;
const leads = (state: Database) => state === 'leader' || state === 'lost';
const oneLeader = (states: readonly Database[]) => states.filter(leads).length <= 1;

describe('over every state of up to five databases', () => {
  const all = cases<Database>(DATABASES).filter(({ some }) => oneLeader(some));
  const judged = all.map((one) => {
    const proof = prove(databases(named('db', one.some)), handedOver(one.effect, `db${one.index + 1}`));
    return {
      ...one,
      ...proof,
      words: `${one.some.join()} ${one.effect} ${one.index + 1}: ${proof.arithmetic}`,
    };
  });

  test('what is proved safe keeps the quorum and the writes', () => {
    const safe = judged.filter(({ state }) => state === 'safe');
    expect(safe.length).toBeGreaterThan(300);
    const broken = all.filter((one, i) => judged[i]?.state === 'safe' && !keeps(one));
    expect(broken).toEqual([]);
  });

  test('what keeps both, in a cluster that takes writes, is never refused', () => {
    expect(judged.filter(({ state }) => state === 'refused').length).toBeGreaterThan(300);
    const barred = all.filter(
      (one, i) => judged[i]?.state === 'refused' && keeps(one) && takesWrites(one.some),
    );
    expect(barred).toEqual([]);
  });

  test('a database is added only where the quorum holds even if it never comes up', () => {
    const states = SIZES.flatMap((n) => every<Database>(DATABASES, n)).filter(oneLeader);
    const said = states.map(
      (some) => prove(databases(named('db', some)), touch('database', 'join', 'db9')).state,
    );
    const wrong = states.filter((some, i) => {
      const holds = votes(some) === some.length && isMajority(votes(some), some.length + 1);
      return (said[i] === 'safe') !== (holds && some.includes('leader'));
    });
    expect(wrong).toEqual([]);
  });
});

describe('over every state of up to five brokers', () => {
  const isUp = (state: Broker) => state === 'running' || state === 'critical';

  test('exactly what keeps most nodes and every queue is proved safe', () => {
    const all = cases<Broker>(['running', 'critical', 'booting', 'silent']);
    const wrong = all.filter(({ some, state, index, effect }) => {
      const had = isMajority(some.filter(isUp).length, some.length);
      const up = some.filter((one, i) => i !== index && isUp(one)).length;
      const goesOn = isMajority(up, effect === 'remove' ? some.length - 1 : some.length);
      const othersUp = some.every((one, i) => i === index || isUp(one));
      const allowed = effect !== 'remove' || (some.length > FLOOR && othersUp);
      const proof = prove(brokers(named('rabbit', some)), touch('broker', effect, `rabbit${index + 1}`));
      return (proof.state === 'safe') !== (had && goesOn && allowed && state !== 'critical');
    });
    expect(wrong).toEqual([]);
  });
});
