import { expect, test } from '@jest/globals';
import { idleTime } from '../../../bench/measure/idle.ts';
import type { RunEvent } from '../../../src/events/events.ts';

const events = (facts: readonly object[]) => facts as readonly RunEvent[];

test('counts the time outside of connections, surveys, steps and gates', () => {
  const run = events([
    { kind: 'run.started', at: 1_000 },
    { kind: 'host.connected', at: 1_300, ms: 200 },
    { kind: 'step.finished', at: 2_000, ms: 600 },
    { kind: 'step.finished', at: 1_900, ms: 100 },
    { kind: 'gate.finished', at: 3_000, ms: 950 },
    { kind: 'run.finished', at: 3_010 },
  ]);
  expect(idleTime(run)).toBe(100 + 100 + 50 + 10);
});

test('counts no time while at least one host works', () => {
  const run = events([
    { kind: 'run.started', at: 0 },
    { kind: 'step.finished', at: 60, ms: 60 },
    { kind: 'step.finished', at: 100, ms: 90 },
    { kind: 'run.finished', at: 100 },
  ]);
  expect(idleTime(run)).toBe(0);
});
