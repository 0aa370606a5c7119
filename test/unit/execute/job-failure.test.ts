import { expect, test } from '@jest/globals';
import { jobFailure } from '../../../src/execute/steps/job-failure.ts';
import type { JobEnd } from '../../../src/transport/port.ts';
import { planFor } from '../../support/simulated.ts';
import { platformOf } from '../../../src/registry/platforms.ts';
import { advised } from '../../support/advised.ts';

const plan = planFor('deploy');
const step = plan.phases
  .flatMap(({ lanes }) => lanes.flatMap(({ steps }) => steps))
  .find(({ id }) => id === 'databases/db2/install');

function problemOf(end: JobEnd, ...lines: readonly string[]) {
  if (step?.action.kind !== 'job') throw new Error('the plan has no such job');
  const at = { phase: 'databases', host: 'db2' };
  return advised(jobFailure({ step, job: step.action, at, names: platformOf(plan) }, end, lines).problems)[0];
}

test('a failed job reports how it ended and the path of its full log', () => {
  expect(problemOf({ kind: 'vanished' }, 'Installing …')).toEqual({
    where: 'db2',
    what: 'install the database failed: cfy_manager install -v: the job was killed, or the host went down',
    next: 'fix what the lines above report, then run the same command again; full log: /var/lib/quorate/jobs/install-database/log',
    lines: ['Installing …'],
  });
});

test('a failed job reports the known cause in its last lines, and the fix', () => {
  expect(problemOf({ kind: 'ended', code: 1 }, 'OSError: No space left on device', 'at main')).toMatchObject({
    what: expect.stringMatching(/: exit code 1$/),
    why: 'log: a disk is full',
    next: expect.stringMatching(/^free some space .*; full log: .*$/),
  });
});
