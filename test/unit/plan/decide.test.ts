import { describe, expect, test } from '@jest/globals';
import type { JobAction } from '../../../src/model/plan/step.ts';
import { decideJob } from '../../../src/plan/compare/decide-job.ts';
import type { JobObservation } from '../../../src/plan/compare/decide-job.ts';

const command = { program: 'cfy_manager', args: ['install'], as: 'root', timeoutMs: 1000 } as const;
const cleanUp = {
  id: 'x',
  title: 'x',
  host: 'db1',
  action: { kind: 'run', command, unless: 'repeatable' },
} as const;
const install: JobAction = {
  kind: 'job',
  name: 'install-database',
  command,
  unless: { receipt: 'install/database', inputs: { password: 'a' } },
  marker: '/etc/cloudify/.installed/database_service',
  markerSays: 'done',
  requires: 'reconfigure',
  repair: [cleanUp],
};
const unpack: JobAction = {
  ...install,
  name: 'install-package',
  markerSays: 'too-late',
  requires: 'upgrade',
  repair: [],
};
const balancer: JobAction = { ...unpack, unless: { command } };
const nothing: JobObservation = { marker: false, changed: [], guard: false };
const receipt = { v: 2, inputs: {}, at: 1, run: 'r' } as const;
const running = { state: 'running', logSize: 10, startedAt: 1 } as const;
const failed = { state: 'ended', code: 1, logSize: 10, startedAt: 1 } as const;
const vanished = { state: 'vanished', logSize: 10, startedAt: 1 } as const;

describe('an install', () => {
  test.each<[string, Partial<JobObservation>, unknown]>([
    ['starts on a bare host', {}, { do: 'start' }],
    [
      'is attached to while it runs, whatever else is there',
      { job: running, marker: true },
      { do: 'attach' },
    ],
    ['is done when marker and receipt agree', { marker: true, receipt }, { do: 'nothing' }],
    [
      'is never run for changed settings: the host owes a reconfigure',
      { marker: true, receipt, changed: ['password'] },
      { do: 'nothing', requires: 'reconfigure', changed: ['password'] },
    ],
    [
      'is adopted when the product says done and our receipt is missing',
      { marker: true, job: vanished },
      { do: 'adopt' },
    ],
    [
      'is repaired first when it failed before',
      { job: failed },
      { do: 'repair', why: 'an earlier run of it ended with exit code 1' },
    ],
    [
      'is repaired first when it was killed',
      { job: vanished },
      { do: 'repair', why: 'an earlier run of it was killed before it finished' },
    ],
    ['starts when the marker is gone, whatever a receipt says', { receipt }, { do: 'start' }],
  ])('%s', (_, seen, expected) => {
    expect(decideJob(install, { ...nothing, ...seen })).toEqual(expected);
  });
});

describe('a package', () => {
  test.each<[string, Partial<JobObservation>, unknown]>([
    ['is installed where nothing is', {}, { do: 'start' }],
    ['is there when its receipt says so', { receipt }, { do: 'nothing' }],
    ['is installed again when another one was', { receipt, changed: ['sha256'] }, { do: 'start' }],
    ['is never installed under a running product', { marker: true }, { do: 'nothing' }],
    [
      'that differs on a running product waits for upgrade',
      { marker: true, receipt, changed: ['sha256'] },
      { do: 'nothing', requires: 'upgrade', changed: ['sha256'] },
    ],
    ['is tried again after a failure: there is nothing to repair', { job: failed }, { do: 'start' }],
  ])('%s', (_, seen, expected) => {
    expect(decideJob(unpack, { ...nothing, ...seen })).toEqual(expected);
  });
});

describe('a job guarded by a command', () => {
  test('has nothing to do while the command exits 0', () => {
    expect(decideJob(balancer, { ...nothing, guard: true })).toEqual({ do: 'nothing' });
    expect(decideJob(balancer, nothing)).toEqual({ do: 'start' });
    expect(decideJob(balancer, { ...nothing, marker: true })).toEqual({ do: 'nothing' });
  });
});
