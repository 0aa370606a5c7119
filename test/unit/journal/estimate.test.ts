import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunFact } from '../../../src/events/events.ts';
import { timesOf } from '../../../src/journal/durations.ts';
import type { RunTimes } from '../../../src/journal/durations.ts';
import { estimate } from '../../../src/journal/estimate.ts';
import { readRun, runDirectories, runsDirectory } from '../../../src/journal/runs.ts';
import type { GateCheck } from '../../../src/model/health/gate.ts';
import type { PhasePlan, Plan } from '../../../src/model/plan/plan.ts';
import { stamped } from '../report/stream.ts';
import { EMPTY_PLAN } from '../../support/empty-plan.ts';

const verdict = { state: 'ready', seen: [] } as const;
const finished = (
  step: string,
  ms: number,
  outcome: 'changed' | 'unchanged' | 'failed' = 'changed',
): RunFact => {
  const [phase = '', host = ''] = step.split('/');
  return { kind: 'step.finished', phase, host, step, title: step, outcome, ms };
};
const began = (phase: string): RunFact => ({ kind: 'phase.started', phase });
const passed = (phase: string, ms: number, outcome: 'ready' | 'not-passed' = 'ready'): RunFact => ({
  kind: 'gate.finished',
  phase,
  gate: 'etcd-quorum',
  outcome,
  verdict,
  ms,
});
const STARTED: RunFact = { kind: 'run.started', command: 'deploy', cluster: 'demo', hosts: [], phases: [] };
const eventsOf = (...facts: readonly RunFact[]) => stamped(facts.map((fact) => [100, fact] as const));

describe('the times of a run', () => {
  test('include changed steps, gates that it waited for, and the time before the first phase', () => {
    const run = timesOf(
      eventsOf(
        STARTED,
        began('stage'),
        finished('stage/db1/files', 7),
        passed('stage', 9),
        began('x'),
        passed('x', 3),
      ),
    );
    expect(run).toEqual({
      steps: [{ step: 'stage/db1/files', phase: 'stage', host: 'db1', ms: 7 }],
      gates: [
        { phase: 'stage', gate: 'etcd-quorum', settling: true, ms: 9 },
        { phase: 'x', gate: 'etcd-quorum', settling: false, ms: 3 },
      ],
      beginning: 100,
    });
  });

  test('exclude steps that failed, changed nothing or were attached to, and gates that did not pass or whose phase never started', () => {
    const joined: RunFact = {
      kind: 'step.started',
      phase: 'stage',
      host: 'db1',
      step: 'stage/db1/install',
      title: 't',
      attached: true,
    };
    const facts = [
      joined,
      finished('stage/db1/install', 1),
      finished('stage/db2/install', 1, 'failed'),
      finished('stage/db3/install', 1, 'unchanged'),
      passed('databases', 1),
    ];
    expect(timesOf(eventsOf(STARTED, ...facts))).toEqual({ steps: [], gates: [] });
    expect(timesOf(eventsOf(began('stage'), passed('stage', 1, 'not-passed'))).gates).toEqual([]);
  });
});

const phase = (id: string, more: Partial<PhasePlan> & { hosts?: readonly string[] }): PhasePlan => ({
  id,
  title: id,
  after: [],
  order: 'parallel',
  lanes: (more.hosts ?? []).map((host) => ({
    host,
    steps: [{ id: `${id}/${host}/install`, title: 't', host, action: { kind: 'files', files: [] } }],
  })),
  gates: [],
  ...more,
});
const gate = { gate: 'etcd-quorum' } as GateCheck;
const planOf = (...phases: readonly PhasePlan[]): Plan => ({
  ...EMPTY_PLAN,
  phases,
});
const all = (plan: Plan) =>
  new Set(plan.phases.flatMap(({ lanes }) => lanes.flatMap(({ steps }) => steps.map(({ id }) => id))));
const ran = (steps: Readonly<Record<string, number>>, more: Partial<RunTimes> = {}): RunTimes => ({
  steps: Object.entries(steps).map(([step, ms]) => {
    const [of = '', host = ''] = step.split('/');
    return { step, phase: of, host, ms };
  }),
  gates: [],
  ...more,
});

describe('an estimate', () => {
  const hosts = ['db1', 'db2'];
  const known = ran({ 'a/db1/install': 10, 'a/db2/install': 30 });

  test('is the longest lane of a parallel phase, and all lanes of a serial one', () => {
    const parallel = planOf(phase('a', { hosts }));
    const serial = planOf(phase('a', { hosts, order: 'serial' }));
    expect(estimate(parallel, all(parallel), [known])).toEqual({ runs: 1, ms: 30, unknown: [] });
    expect(estimate(serial, all(serial), [known]).ms).toBe(40);
  });

  test('follows the longest path through dependent phases', () => {
    const run = ran({ 'a/db1/install': 10, 'b/db1/install': 50, 'c/db1/install': 5 }, { beginning: 1 });
    const one = ['db1'];
    const plan = planOf(
      phase('a', { hosts: one }),
      phase('b', { hosts: one, after: ['a'] }),
      phase('c', { hosts: one, after: ['a'] }),
    );
    expect(estimate(plan, all(plan), [run]).ms).toBe(61);
  });

  test('counts only steps to be run, and a gate by whether changes precede it', () => {
    const gates = [
      { phase: 'a', gate: 'etcd-quorum', settling: true, ms: 100 },
      { phase: 'a', gate: 'etcd-quorum', settling: false, ms: 2 },
    ] as const;
    const plan = planOf(phase('a', { hosts, gates: [gate] }));
    const run = { ...known, gates };
    expect(estimate(plan, new Set(['a/db1/install']), [run]).ms).toBe(110);
    expect(estimate(plan, new Set(), [run]).ms).toBe(2);
  });

  test('uses the median of the newest five runs, or another host if the step never ran on this one', () => {
    const plan = planOf(phase('a', { hosts: ['db3'] }));
    const runs = [10, 1000, 12, 11, 13, 5000, 5000, 5000].map((ms) => ran({ 'a/db3/install': ms }));
    expect(estimate(plan, all(plan), runs)).toMatchObject({ ms: 12, runs: 8 });
    expect(estimate(plan, all(plan), [known])).toEqual({ runs: 1, ms: 30, unknown: [] });
  });

  test('names steps and gates without earlier times, and counts zero runs if there are none', () => {
    const plan = planOf(phase('b', { hosts: ['db1'], gates: [gate] }));
    expect(estimate(plan, all(plan), [ran({}), known])).toEqual({
      runs: 1,
      ms: 0,
      unknown: ['b/db1/install', 'gate etcd-quorum'],
    });
    expect(estimate(plan, all(plan), []).runs).toBe(0);
  });
});

describe('the directories of earlier runs', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'quorate-runs-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('are found in the directory of the inventory, newest first', async () => {
    const runs = runsDirectory(join(directory, 'inventory.yaml'), 'demo');
    expect(await runDirectories(runs)).toEqual([]);
    for (const name of ['20260101T000000Z-deploy', '20260301T000000Z-verify'])
      mkdirSync(join(runs, name), { recursive: true });
    expect((await runDirectories(runs)).map((path) => path.slice(runs.length + 1))).toEqual([
      '20260301T000000Z-verify',
      '20260101T000000Z-deploy',
    ]);
  });

  test('are read up to a truncated line, without output; events in another format are counted', async () => {
    const [one, two] = eventsOf(STARTED, began('stage'));
    const output = { ...two, kind: 'step.output', line: 'x' };
    const lines = [one, output, { ...two, v: 3 }, two].map((event) => JSON.stringify(event));
    writeFileSync(join(directory, 'events.ndjson'), `${lines.join('\n')}\n{"v":2,"kind":"ste`);
    expect(await readRun(directory)).toEqual({ events: [one, two], unreadable: 1 });
    expect(await readRun(join(directory, 'none'))).toEqual({ events: [], unreadable: 0 });
  });
});
