import { expect, test } from '@jest/globals';
import { stepFailure, type FailedStep } from '../../../src/execute/steps/step-failure.ts';
import { shellOn } from '../../../src/model/next-step.ts';
import { planFor } from '../../support/simulated.ts';
import { platformOf } from '../../../src/registry/platforms.ts';
import { advised } from '../../support/advised.ts';

const plan = planFor('deploy');
const step = plan.phases
  .flatMap(({ lanes }) => lanes.flatMap(({ steps }) => steps))
  .find(({ id }) => id === 'databases/db2/install');

function problemOf(failed: Partial<FailedStep>) {
  if (!step) throw new Error('the plan has no such step');
  const at = { phase: 'databases', host: 'db2' };
  const how = 'cfy_manager install -v: exit code 1';
  const show = shellOn('db2', 'tail -n 50 /log');
  return advised(
    stepFailure({ step, at, names: platformOf(plan), how, lines: [], show, ...failed }).problems,
  )[0];
}

test('a failed step reports how it ended, its last lines, and an unknown cause as unknown', () => {
  expect(problemOf({ lines: ['Installing …'] })).toEqual({
    where: 'db2',
    what: 'install the database failed: cfy_manager install -v: exit code 1',
    cause: 'unknown',
    why: 'unknown cause',
    next: 'on db2: tail -n 50 /log; fix what the output reports, then run the same command again',
    lines: ['Installing …'],
  });
});

test('a failed step reports the known cause in its last lines, and the fix', () => {
  expect(problemOf({ lines: ['OSError: No space left on device', 'at main'] })).toMatchObject({
    cause: 'disk-full',
    why: 'disk full: a disk is full',
    next: expect.stringMatching(/^on db2: df -h; free some space/),
  });
});

test('a full disk is the cause if the output shows none', () => {
  const machine = { diskFree: { '/': 10 ** 9, '/var': 4096 }, listening: [] };
  expect(problemOf({ lines: ['failed'], machine })).toMatchObject({
    cause: 'disk-full',
    lines: ['db2: less than 1 MB free in /var', 'failed'],
    next: expect.stringMatching(/^on db2: df -h \/var;/),
  });
});

test('the program that listens on the port is named', () => {
  const machine = { diskFree: {}, listening: [{ port: 2380, by: 'nginx.service' }] };
  const lines = ['listen tcp 10.0.0.1:2380: bind: address already in use'];
  expect(problemOf({ lines, machine })?.why).toBe(
    'port taken: another process of db2 listens on port 2380: nginx.service',
  );
});

test.each([
  [137, 'unknown'],
  [127, 'no-program'],
  [126, 'unknown'],
  [1, 'unknown'],
])('exit code %i alone shows: %s', (exit, cause) => {
  expect(problemOf({ exit })?.cause).toBe(cause);
});

test('a killed command lacked memory only if the kernel reports it', () => {
  const line = 'kernel: Out of memory: Killed process 42 (beam.smp) total-vm:9kB';
  expect(problemOf({ exit: 137, lines: ['Killed'], kernel: [line] })).toMatchObject({
    cause: 'out-of-memory',
    lines: [line, 'Killed'],
  });
  expect(problemOf({ exit: 137, lines: ['Killed'] })?.why).toBe(
    'unknown cause: the command was killed (signal 9); the log of the kernel does not show why',
  );
});

test('a program that does not exist is to be installed', () => {
  expect(problemOf({ exit: 127, lines: ['sh: 1: pg_ctl: not found'] })).toMatchObject({
    why: 'program missing: the command does not exist on db2',
    next: 'install on db2 the program that the output names, then run the same command again',
  });
});
