import { beforeEach, expect, test } from '@jest/globals';
import { MachineSurveys } from '../../../src/execute/hosts/machine-surveys.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import type { KnownFacts, Session, Survey } from '../../../src/transport/port.ts';
import { NOTHING } from '../../contract/samples.ts';

/** For each survey of the machine: `everything`, or `state` if the facts are known. */
let read: string[];
let surveys: MachineSurveys;

beforeEach(() => {
  read = [];
  const survey: Session['survey'] = async (_, known?: KnownFacts) => {
    read.push(known ? 'state' : 'everything');
    return { facts: { boot: read.length }, obstacles: [], ...known } as unknown as Survey;
  };
  surveys = new MachineSurveys(
    { clock: virtualClock(0), emit: () => undefined },
    { request: () => NOTHING, session: () => ({ survey }) as Session },
  );
});

test('the first survey reads everything, and later ones only what steps change', async () => {
  const first = await surveys.current('db1', 'state');
  await surveys.current('db1', 'facts');
  surveys.invalidate();
  const second = await surveys.current('db1', 'state');
  await surveys.current('db1', 'state');
  expect(read).toEqual(['everything', 'state']);
  expect(second.facts).toBe(first.facts);
});

test('a gate that judges facts has them read again after a change', async () => {
  await surveys.current('db1', 'state');
  surveys.invalidate();
  await surveys.current('db1', 'state');
  await surveys.current('db1', 'facts');
  expect(read).toEqual(['everything', 'state', 'everything']);
});

test('the facts of a machine whose connection was lost are read again, those of another machine are kept', async () => {
  await Promise.all(['db1', 'db2'].map((machine) => surveys.current(machine, 'state')));
  surveys.invalidateFacts(['db1']);
  await surveys.current('db1', 'state');
  await surveys.current('db2', 'state');
  expect(read).toEqual(['everything', 'everything', 'everything', 'state']);
});

test('concurrent callers share one survey, unless one of them needs more than it reads', async () => {
  await surveys.current('db1', 'facts');
  surveys.invalidate();
  await Promise.all([surveys.current('db1', 'state'), surveys.current('db1', 'state')]);
  surveys.invalidate();
  await Promise.all([surveys.current('db1', 'state'), surveys.current('db1', 'facts')]);
  expect(read).toEqual(['everything', 'state', 'state', 'everything']);
});
