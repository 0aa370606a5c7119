import { describe, expect, test } from '@jest/globals';
import {
  awaitOperation,
  awaitSwitchover,
  type StateBefore,
} from '../../../../src/execute/safety/await-operation.ts';
import { RUN_AGAIN } from '../../../../src/model/next-step.ts';
import type { Membership } from '../../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../../src/model/plan/step.ts';
import { withScriptedRun, type Script, type ScriptedRun } from '../../../support/scripted/run.ts';
import { databases, managers, operation } from '../../membership/build.ts';
import {
  changingTo,
  joinWithin,
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
const restart = operation('broker', 'restart', 'rabbit3');
const remove = operation('broker', 'remove', 'rabbit3');
const cleanup = undoInstall('forget', 'broker', 'rabbit3');

interface Wait {
  readonly script: Script;
  readonly interruptAfterMs?: number;
}

/** Waits in a scripted run. @returns the error, if any, the time it took and whether any member was queried */
async function timed({ script, interruptAfterMs }: Wait, wait: (scripted: ScriptedRun) => Promise<void>) {
  return withScriptedRun(script, async (scripted) => {
    if (interruptAfterMs !== undefined) scripted.interruptAfter(interruptAfterMs);
    const error: unknown = await wait(scripted).catch((failure: unknown) => failure);
    return { error, ms: scripted.elapsed(), queried: scripted.requests.length > 0 };
  });
}

const waitFor = (given: Wait & { of: MemberOperation; before?: StateBefore }) =>
  timed(given, ({ run }) =>
    awaitOperation(run, { operation: given.of, host: 'host1', before: given.before ?? {} }),
  );

describe('queries the members every two seconds until', () => {
  const running = startedAt(threeDatabases, 'db2', '10:00');
  const restarted = startedAt(threeDatabases, 'db2', '10:05');
  const copying = startedAt(databases({ db1: 'leader', db2: 'starting', db3: 'sync' }), 'db2', '10:05');

  test.each<{ what: string; of: MemberOperation; script: Script; before?: StateBefore }>([
    {
      what: 'a joined broker is healthy',
      of: joinWithin(60_000, 'rabbit3'),
      script: changingTo(stopped, threeBrokers),
    },
    { what: 'a restarted broker is healthy', of: restart, script: changingTo(stopped, threeBrokers) },
    {
      what: 'a restarted manager is healthy',
      of: operation('manager', 'restart', 'manager2'),
      script: changingTo(
        managers({ manager1: 'healthy', manager2: 'unhealthy' }),
        managers({ manager1: 'healthy', manager2: 'healthy' }),
      ),
    },
    { what: 'no member lists a removed member', of: remove, script: changingTo(stopped, removed) },
    { what: 'no member lists it after a cleanup', of: cleanup, script: changingTo(stopped, removed) },
    {
      what: 'the candidate is the leader',
      of: switchoverTo('db2'),
      script: changingTo(threeDatabases, switchedOver),
    },
    { what: 'any database is the leader', of: toAnyStandby, script: changingTo(noLeader, switchedOver) },
    {
      what: 'PostgreSQL has another start time',
      of: reinit('db2'),
      script: changingTo(running, restarted),
      before: { started: '10:00' },
    },
    {
      what: 'a reinitialized standby streams',
      of: reinit('db2'),
      script: changingTo(copying, restarted),
      before: { started: '10:00' },
    },
    {
      what: 'a standby that Patroni already reports as streaming has a start time',
      of: reinit('db2'),
      script: changingTo(threeDatabases, restarted),
      before: { started: '10:00' },
    },
    {
      what: 'PostgreSQL has any start time, if it did not run before',
      of: reinit('db2'),
      script: changingTo(threeDatabases, running),
    },
  ])('$what', async (given) => {
    expect(await waitFor(given)).toEqual({ error: undefined, ms: 4_000, queried: true });
  });
});

test.each([
  operation('broker', 'bootstrap', 'rabbit3'),
  operation('broker', 'stop-to-leave', 'rabbit3'),
  undoInstall('stop', 'broker', 'rabbit3'),
])('does not wait after $kind', async (of) => {
  const result = await waitFor({ of, script: { reports: [threeBrokers] } });
  expect(result).toEqual({ error: undefined, ms: 0, queried: false });
});

describe('fails after the limit, because', () => {
  test.each<{ what: string; of: MemberOperation; now: Membership; limit: number }>([
    {
      what: 'rabbit3 is not a healthy member of its broker cluster 1m 00s after the join',
      of: joinWithin(60_000, 'rabbit3'),
      now: stopped,
      limit: 62_000,
    },
    {
      what: 'rabbit3 is not a healthy member of its broker cluster 5m 00s after the restart',
      of: restart,
      now: stopped,
      limit: 302_000,
    },
    {
      what: 'db2 is not a healthy member of its database cluster 1m 00s after the restart',
      of: reinit('db2'),
      now: threeDatabases,
      limit: 62_000,
    },
    {
      what: 'db3 is not a healthy member of its database cluster 5m 00s after the switchover',
      of: switchoverTo('db3'),
      now: switchedOver,
      limit: 302_000,
    },
    {
      what: 'db1 is not a healthy member of its database cluster 5m 00s after the switchover',
      of: toAnyStandby,
      now: noLeader,
      limit: 302_000,
    },
    {
      what: 'other members still list rabbit3 5m 00s after the removal',
      of: remove,
      now: stopped,
      limit: 302_000,
    },
    {
      what: 'other members still list rabbit3 5m 00s after the cleanup',
      of: cleanup,
      now: stopped,
      limit: 302_000,
    },
  ])('$what', async ({ what, of, now, limit }) => {
    const { error, ms } = await waitFor({ of, script: { reports: [now] } });
    expect(ms).toBe(limit);
    expect(error).toMatchObject({
      name: 'StepError',
      problems: [
        {
          where: 'host1',
          what,
          next: [expect.objectContaining({ kind: 'shell', host: of.member }), RUN_AGAIN],
        },
      ],
    });
  });
});

describe('an interruption', () => {
  test('ends the wait at once', async () => {
    const result = await waitFor({ of: restart, script: { reports: [stopped] }, interruptAfterMs: 3_000 });
    expect(result).toMatchObject({ error: { name: 'Interrupted' }, ms: 3_000 });
  });

  test('does not fail an operation that has just taken effect', async () => {
    const script = changingTo(stopped, threeBrokers);
    const result = await waitFor({ of: restart, script, interruptAfterMs: 3_000 });
    expect(result).toMatchObject({ error: undefined, ms: 3_000 });
  });
});

describe('after a switchover command', () => {
  const leader = operation('database', 'restart', 'db1');
  const waitUntilItSteppedDown = (given: Wait) => timed(given, ({ run }) => awaitSwitchover(run, leader));

  test.each([
    ['no member is the leader', noLeader],
    ['another member is the leader', switchedOver],
  ])('waits until %s', async (_what, then) => {
    const script = changingTo(threeDatabases, then);
    expect(await waitUntilItSteppedDown({ script })).toMatchObject({ error: undefined, ms: 4_000 });
  });

  test.each([
    ['does not wait if another member is already the leader', switchedOver, 0],
    ['waits for 30 seconds at most', threeDatabases, 30_000],
  ])('%s', async (_what, now, ms) => {
    expect(await waitUntilItSteppedDown({ script: { reports: [now] } })).toMatchObject({
      error: undefined,
      ms,
    });
  });

  test('is interrupted at once', async () => {
    const script = { reports: [threeDatabases] };
    const result = await waitUntilItSteppedDown({ script, interruptAfterMs: 3_000 });
    expect(result).toMatchObject({ error: { name: 'Interrupted' }, ms: 3_000 });
  });
});
