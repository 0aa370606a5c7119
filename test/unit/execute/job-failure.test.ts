import { expect, test } from '@jest/globals';
import { jobFailure } from '../../../src/execute/steps/job-failure.ts';
import type { JobEnd } from '../../../src/transport/port.ts';
import { planFor } from '../../support/simulated.ts';

const step = planFor('deploy')
  .phases.flatMap(({ lanes }) => lanes.flatMap(({ steps }) => steps))
  .find(({ id }) => id === 'databases/db2/install');

function problemOf(end: JobEnd, ...lines: readonly string[]) {
  if (step?.action.kind !== 'job') throw new Error('the plan has no such job');
  const at = { phase: 'databases', host: 'db2' };
  return jobFailure({ step, job: step.action, at }, end, lines).problems[0];
}

test('a failed job says how it ended and where all of its log is', () => {
  expect(problemOf({ kind: 'vanished' }, 'Installing …')).toEqual({
    where: 'db2',
    what: 'install the database failed: cfy_manager install -v: it was killed, or the host went down',
    next: 'mend what the lines below say, then run the same command again (all of its log: /var/lib/quorate/jobs/install-database/log)',
    lines: ['Installing …'],
  });
});

test('a failed job says the cause that its last lines give away, and its cure', () => {
  expect(problemOf({ kind: 'ended', code: 1 }, 'OSError: No space left on device', 'at main')).toMatchObject({
    what: expect.stringMatching(/: exit code 1$/),
    why: 'by its last lines a disk is full',
    next: expect.stringMatching(/^make room .* \(all of its log: .*\)$/),
  });
});
