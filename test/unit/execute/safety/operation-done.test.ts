import { describe, expect, test } from '@jest/globals';
import {
  isAlreadyDone,
  stateBefore,
  tookEffect,
  type StateBefore,
} from '../../../../src/execute/safety/await-operation.ts';
import type { Run } from '../../../../src/execute/run.ts';
import type { Membership } from '../../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../../src/model/plan/step.ts';
import { withScriptedRun, type Script } from '../../../support/scripted/run.ts';
import { operation, removalOfLost } from '../../membership/build.ts';
import {
  noLeader,
  reinit,
  removed,
  startedAt,
  stopped,
  switchedOver,
  switchoverTo,
  threeBrokers,
  threeDatabases,
  undoInstall,
} from './situations.ts';

const toAnyStandby = operation('database', 'switchover', 'db1');
const stop = operation('broker', 'stop-to-leave', 'rabbit3');
const remove = operation('broker', 'remove', 'rabbit3');
const cleanup = undoInstall('forget', 'broker', 'rabbit3');

/** The result of a question about an operation, and whether any member was queried for it. */
async function ask<T>(
  script: Script,
  question: (run: Run) => Promise<T>,
): Promise<{ result: T; queried: boolean }> {
  return withScriptedRun(script, async ({ run, requests }) => {
    const result = await question(run);
    return { result, queried: requests.length > 0 };
  });
}

describe('the state before an operation', () => {
  test.each<{ what: string; of: MemberOperation; now: Membership; expected: StateBefore }>([
    {
      what: 'is the start time of PostgreSQL',
      of: reinit('db2'),
      now: startedAt(threeDatabases, 'db2', '10:00'),
      expected: { started: '10:00' },
    },
    {
      what: 'has no start time if PostgreSQL does not run',
      of: reinit('db2'),
      now: threeDatabases,
      expected: { started: undefined },
    },
    {
      what: 'has no start time of an unknown host',
      of: reinit('db4'),
      now: threeDatabases,
      expected: { started: undefined },
    },
    {
      what: 'is the leader that any standby replaces',
      of: toAnyStandby,
      now: threeDatabases,
      expected: { leader: 'db1' },
    },
    {
      what: 'has no leader if the members do not agree on one',
      of: toAnyStandby,
      now: noLeader,
      expected: { leader: undefined },
    },
  ])('$what', async ({ of, now, expected }) => {
    const { result } = await ask({ reports: [now] }, (run) => stateBefore(run, of));
    expect(result).toStrictEqual(expected);
  });

  test.each([
    switchoverTo('db2'),
    operation('database', 'restart', 'db2'),
    operation('database', 'remove', 'db2'),
  ])('is not queried for $kind of $member', async (of) => {
    const answer = await ask({ reports: [threeDatabases] }, (run) => stateBefore(run, of));
    expect(answer).toEqual({ result: {}, queried: false });
  });
});

describe('already done', () => {
  test.each<{ what: string; of: MemberOperation; now: Membership; expected: boolean }>([
    { what: 'is a stop of a stopped member', of: stop, now: stopped, expected: true },
    { what: 'is not a stop of a running member', of: stop, now: threeBrokers, expected: false },
    { what: 'is a removal of a member that no member lists', of: remove, now: removed, expected: true },
    { what: 'is not a removal of a listed member', of: remove, now: stopped, expected: false },
    {
      what: 'is the stop of an incomplete installation, if the member is stopped',
      of: undoInstall('stop', 'broker', 'rabbit3'),
      now: stopped,
      expected: true,
    },
    { what: 'is a cleanup of a member that no member lists', of: cleanup, now: removed, expected: true },
    { what: 'is not a cleanup of a listed member', of: cleanup, now: stopped, expected: false },
  ])('$what', async ({ of, now, expected }) => {
    const answer = await ask({ reports: [now] }, (run) => isAlreadyDone(run, of));
    expect(answer).toEqual({ result: expected, queried: true });
  });

  test('is the removal of a lost member whose replacement is being installed', async () => {
    const jobs = { 'install-broker': { state: 'running', logSize: 0, startedAt: 0 } } as const;
    const script = { reports: [stopped], surveys: { rabbit3: { jobs } } };
    const answer = await ask(script, (run) => isAlreadyDone(run, removalOfLost('broker', 'rabbit3')));
    expect(answer).toEqual({ result: true, queried: false });
  });

  test('is never a restart, and no member is queried for it', async () => {
    const restart = operation('broker', 'restart', 'rabbit3');
    const answer = await ask({ reports: [removed] }, (run) => isAlreadyDone(run, restart));
    expect(answer).toEqual({ result: false, queried: false });
  });
});

describe('after a lost connection', () => {
  interface Case {
    readonly what: string;
    readonly of: MemberOperation;
    readonly now: Membership;
    readonly before?: StateBefore;
    readonly expected: boolean;
  }
  const leader = 'db1';

  test.each<Case>([
    { what: 'a stop took effect if the member is stopped', of: stop, now: stopped, expected: true },
    { what: 'a stop has no effect yet on a running member', of: stop, now: threeBrokers, expected: false },
    { what: 'a removal took effect if no member lists it', of: remove, now: removed, expected: true },
    { what: 'a removal has no effect yet on a listed member', of: remove, now: stopped, expected: false },
    { what: 'a cleanup took effect if no member lists it', of: cleanup, now: removed, expected: true },
    {
      what: 'a switchover took effect if the leader changed',
      of: toAnyStandby,
      now: switchedOver,
      before: { leader },
      expected: true,
    },
    {
      what: 'a switchover has no effect yet while the leader is the same',
      of: toAnyStandby,
      now: threeDatabases,
      before: { leader },
      expected: false,
    },
    {
      what: 'a switchover has no effect yet while there is no leader',
      of: toAnyStandby,
      now: noLeader,
      before: { leader },
      expected: false,
    },
    {
      what: 'a switchover without a known leader before it shows no effect',
      of: toAnyStandby,
      now: switchedOver,
      expected: false,
    },
  ])('$what', async ({ of, now, before = {}, expected }) => {
    const answer = await ask({ reports: [now] }, (run) => tookEffect(run, of, before));
    expect(answer).toEqual({ result: expected, queried: true });
  });

  test.each(['bootstrap', 'join', 'restart'] as const)(
    'a %s is repeated, and no member is queried for it',
    async (kind) => {
      const repeatable = operation('broker', kind, 'rabbit3');
      const answer = await ask({ reports: [removed] }, (run) => tookEffect(run, repeatable, {}));
      expect(answer).toEqual({ result: false, queried: false });
    },
  );
});
