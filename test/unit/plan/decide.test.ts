import { describe, expect, test } from '@jest/globals';
import type { JobAction } from '../../../src/model/plan/step.ts';
import { decideJob } from '../../../src/plan/compare/decide-job.ts';

type JobObservation = Parameters<typeof decideJob>[1];

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
  ifMarkerExists: 'done',
  requires: 'reconfigure',
  repair: [cleanUp],
};
const unpack: JobAction = {
  ...install,
  name: 'install-package',
  ifMarkerExists: 'too-late',
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
    ['starts on an empty host', {}, { do: 'start' }],
    [
      'is attached to while it runs, even if the marker exists',
      { job: running, marker: true },
      { do: 'attach' },
    ],
    ['is up to date if marker and receipt match', { marker: true, receipt }, { do: 'nothing' }],
    [
      'is never run for changed settings: the host requires reconfigure',
      { marker: true, receipt, changed: ['password'] },
      { do: 'nothing', requires: 'reconfigure', changed: ['password'] },
    ],
    [
      'is adopted if the marker exists and the receipt is missing',
      { marker: true, job: vanished },
      { do: 'adopt' },
    ],
    [
      'is cleaned up first if an earlier run failed',
      { job: failed },
      { do: 'repair', why: 'an earlier run ended with exit code 1' },
    ],
    [
      'is cleaned up first if an earlier run was killed',
      { job: vanished },
      { do: 'repair', why: 'an earlier run was killed before it finished' },
    ],
    ['starts if the marker is missing, even if there is a receipt', { receipt }, { do: 'start' }],
  ])('%s', (_, seen, expected) => {
    expect(decideJob(install, { ...nothing, ...seen })).toEqual(expected);
  });
});

describe('a package', () => {
  test.each<[string, Partial<JobObservation>, unknown]>([
    ['is installed on an empty host', {}, { do: 'start' }],
    ['is up to date if its receipt matches', { receipt }, { do: 'nothing' }],
    [
      'is installed again if its receipt has another digest',
      { receipt, changed: ['sha256'] },
      { do: 'start' },
    ],
    ['is never installed on a host that has the product', { marker: true }, { do: 'nothing' }],
    [
      'with another digest on a host that has the product requires upgrade',
      { marker: true, receipt, changed: ['sha256'] },
      { do: 'nothing', requires: 'upgrade', changed: ['sha256'] },
    ],
    ['starts again after a failure, because it has no repair steps', { job: failed }, { do: 'start' }],
  ])('%s', (_, seen, expected) => {
    expect(decideJob(unpack, { ...nothing, ...seen })).toEqual(expected);
  });
});

describe('a job guarded by a command', () => {
  test('is up to date if the command exits 0 or the marker exists', () => {
    expect(decideJob(balancer, { ...nothing, guard: true })).toEqual({ do: 'nothing' });
    expect(decideJob(balancer, nothing)).toEqual({ do: 'start' });
    expect(decideJob(balancer, { ...nothing, marker: true })).toEqual({ do: 'nothing' });
  });
});
