import { expect, test } from '@jest/globals';
import { Losses } from '../../../src/execute/hosts/losses.ts';
import type { Run } from '../../../src/execute/run.ts';
import { actJob } from '../../../src/execute/steps/run-job.ts';
import { HOUR, MINUTE } from '../../../src/model/duration.ts';
import type { Step } from '../../../src/model/plan/step.ts';
import type { JobEnd, Session } from '../../../src/transport/port.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';

const STEP = {
  title: 'install the broker',
  action: {
    kind: 'job',
    name: 'install',
    command: { program: 'cfy_manager', args: ['install'], as: 'root', timeoutMs: HOUR },
    unless: { receipt: 'install/broker', inputs: {} },
  },
} as unknown as Step;

/** Follows a job that ends in this way. @returns the limit that was given to the host, and the error of the step */
async function follow(end: JobEnd) {
  const env = { clock: virtualClock(0), signal: new AbortController().signal, emit: () => undefined };
  const limits: (number | undefined)[] = [];
  const followJob: Session['followJob'] = async (_, { limitMs }) => {
    limits.push(limitMs);
    return end;
  };
  const fleet = { session: () => ({ followJob }), remembered: () => undefined, changed: () => undefined };
  const attempt = { losses: new Losses(env, 1), started: true, acted: true };
  const decision = { do: 'attach' } as const;
  const acting = { at: { phase: 'p', host: 'mq1' }, state: { kind: 'job', decision }, attempt, decision };
  const error: unknown = await actJob({ env, fleet } as unknown as Run, STEP, acting as never).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { limits, error };
}

test('a job may use its limit twice, because the package lists have the same limit', async () => {
  expect(await follow({ kind: 'ended', code: 0 })).toEqual({ error: undefined, limits: [2 * HOUR + MINUTE] });
});

test('a job that its host does not stop fails its step, with the host and the limit', async () => {
  const { error } = await follow({ kind: 'overdue' });
  expect(error).toMatchObject({
    exitCode: 4,
    problems: [
      {
        where: 'mq1',
        what: 'install the broker: the job install is still running after 2h 01m',
        why: 'the limit of the job is 1h 00m, but the host did not stop it',
      },
    ],
  });
});
