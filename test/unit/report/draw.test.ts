import { describe, expect, test } from '@jest/globals';
import type { RunEvent, RunFact } from '../../../src/events/events.ts';
import { drawPhase, frameOf } from '../../../src/report/run/draw.ts';
import { NOTHING_YET, reduce } from '../../../src/report/run/state.ts';
import { expectGolden } from './golden.ts';
import { badRun, idleRun } from './other-streams.ts';
import { goodRun, stamped } from './stream.ts';

const folded = (run: readonly RunEvent[]) => run.reduce(reduce, NOTHING_YET);

/** Draws the run up to the first matching event, 65 s after that event. */
function screenAt(run: readonly RunEvent[], until: (event: RunEvent) => boolean): string {
  const events = run.slice(0, run.findIndex(until) + 1);
  const now = (events.at(-1)?.at ?? 0) + 65_000;
  return frameOf(folded(events), { width: 76, indent: 4, rows: 24, now })
    .map(({ title, inside, ended }) => [`[${ended ?? ' '}] ${title}`, ...(inside ? [inside] : [])].join('\n'))
    .join('\n')
    .concat('\n');
}

describe('the screen', () => {
  test.each([
    ['surveying', goodRun, (event: RunEvent) => event.kind === 'host.surveyed'],
    ['staging', goodRun, (event: RunEvent) => event.kind === 'step.started' && event.host === 'db2'],
    [
      'installing',
      goodRun,
      (event: RunEvent) => event.kind === 'step.output' && event.line.includes('Postgre'),
    ],
    ['proving', goodRun, (event: RunEvent) => event.kind === 'proof' && event.state === 'wait'],
    ['gate', goodRun, (event: RunEvent) => event.kind === 'gate.polled'],
    ['done', goodRun, (event: RunEvent) => event.kind === 'run.finished'],
    ['stopping', badRun, (event: RunEvent) => event.kind === 'run.interrupted'],
    ['failed', badRun, (event: RunEvent) => event.kind === 'run.finished'],
    ['idle', idleRun, (event: RunEvent) => event.kind === 'run.finished'],
  ])('%s', (name, run, until) => {
    expectGolden(`screen.${name}.txt`, screenAt(run, until));
  });

  test('shows the progress of an upload', () => {
    const at = { phase: 'stage', host: 'db1', step: 'stage/db1/package' };
    const started = goodRun[0] as RunEvent;
    const facts: RunFact[] = [
      { kind: 'phase.started', phase: 'stage' },
      { kind: 'step.started', ...at, title: 'Upload the package', attached: false },
      { kind: 'step.progress', ...at, done: 50, of: 200 },
    ];
    const run = [started, ...stamped(facts.map((fact) => [0, fact] as const))];
    const [phase] = folded(run).phases;
    const drawn = phase && drawPhase(phase, { width: 74, rows: 5, now: started.at });
    expect(drawn).toContain('db1 Upload the package 25% 00:00');
  });
});

describe('two hundred busy hosts', () => {
  const hosts = Array.from({ length: 200 }, (_, index) => `db${index}`);
  const busy = hosts.map((host): RunFact => {
    const step = `install/${host}/install`;
    return { kind: 'step.started', phase: 'install', host, step, title: 'x'.repeat(200), attached: false };
  });
  const phases = [{ id: 'install', title: 'Install', hosts, steps: 200 }];
  const start: RunFact = { kind: 'run.started', command: 'deploy', cluster: 'big', hosts, phases };
  const [phase] = folded(stamped([start, ...busy].map((fact) => [0, fact] as const))).phases;

  test('fit into the rows and columns of the terminal; the remaining hosts are counted', () => {
    const lines = phase ? drawPhase(phase, { width: 60, rows: 10, now: 0 }).split('\n') : [];
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('… 191 lines more');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

test('a reconnected host counts as connected once, and no longer as lost', () => {
  const facts: RunFact[] = [
    { kind: 'host.connected', host: 'db1', ms: 1 },
    { kind: 'host.lost', host: 'db1', why: 'reset' },
    { kind: 'host.connected', host: 'db1', ms: 1 },
  ];
  const state = folded(stamped(facts.map((fact) => [0, fact] as const)));
  expect(state).toMatchObject({ connected: ['db1'], lost: {} });
});

test('reduce does not modify the given state', () => {
  const before = folded(goodRun.slice(0, 20));
  const copy = JSON.stringify(before);
  badRun.slice(10).reduce(reduce, before);
  expect(JSON.stringify(before)).toBe(copy);
});
