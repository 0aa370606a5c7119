import { describe, expect, test } from '@jest/globals';
import type { Disruption, PlanForecast, StepForecast } from '../../../src/model/plan/forecast.ts';
import type { Step } from '../../../src/model/plan/step.ts';
import { driftText } from '../../../src/report/plan/drift.ts';
import { planChanges } from '../../../src/report/plan/plan-changes.ts';
import { runbook } from '../../../src/report/plan/runbook.ts';
import { expectGolden } from './golden.ts';
import { check, files, install, plan, record, upload } from './sample-plan.ts';

function of(step: Step, forecast: Partial<StepForecast> & Pick<StepForecast, 'mark'>): StepForecast {
  const [phase = '', host = ''] = step.id.split('/');
  return { step: step.id, phase, host, title: step.title, files: [], ...forecast };
}

const forecast: PlanForecast = {
  nothingToDo: false,
  steps: [
    of(files, {
      mark: 'change',
      files: [
        {
          path: '/etc/cloudify/config.yaml',
          change: 'changed',
          notes: ['mode 0644, wanted 0600'],
          diff: ['@@ -1,2 +1,2 @@', ' rabbitmq:', '-  password: [secret]', '+  password: [secret] (changed)'],
        },
        { path: '/etc/hosts', change: 'new', notes: [], diff: ['@@ -0,0 +1,1 @@', '+198.51.100.11 db1'] },
        { path: '/etc/old', change: 'removed', notes: [], diff: [] },
      ],
    }),
    of(upload, { mark: 'up-to-date' }),
    of(record, { mark: 'change', note: 'record the content that the product wrote' }),
    of(install, { mark: 'requires', note: 'settings changed: postgres.password; requires reconfigure' }),
    of(check, { mark: 'decided-at-run-time', note: 'decided by a guard after the earlier steps' }),
  ],
  consequences: [{ step: check.id, host: 'db2', service: 'haproxy', effect: 'reload' }],
  gates: [{ phase: 'databases', gate: 'etcd-quorum' }],
  notBootstrapped: ['database'],
};
const estimate = { runs: 2, ms: 372_000, unknown: [] };
const nothing: PlanForecast = {
  nothingToDo: true,
  steps: [of(files, { mark: 'up-to-date' }), of(upload, { mark: 'up-to-date' })],
  consequences: [],
  gates: [],
  notBootstrapped: [],
};

const whole = { plan, forecast, command: 'deploy', disruptions: [], refused: false };

describe('the changes that deploy would make', () => {
  test('are listed per phase, with diffs of files, services, gates and the expected time', () => {
    expectGolden('changes.txt', `${planChanges({ ...whole, estimate }, { verbose: false })}\n`);
  });

  test('include the text of new files if verbose', () => {
    expect(planChanges(whole, { verbose: true })).toContain('        +198.51.100.11 db1\n');
  });

  test('are empty if every step is up to date', () => {
    expect(planChanges({ ...whole, forecast: nothing }, { verbose: false })).toBe(
      'deploy demo: 2 hosts, 2 steps: 2 up to date\n\nNothing to do.',
    );
  });

  test('are reported as refused if deploy would refuse to start', () => {
    const text = planChanges({ ...whole, refused: true }, { verbose: false });
    expect(text).toMatch(/deploy would refuse to start\. 1 host requires another command \(marked !\)\.$/);
  });

  test('name the command and list the disrupted members in order, with the vote count', () => {
    const votes = {
      kind: 'votes',
      of: 'etcd',
      able: 'healthy',
      members: 3,
      available: 3,
      quorum: 2,
    } as const;
    const proof = { state: 'safe', clauses: [votes] } as const;
    const disruptions: readonly Disruption[] = [
      { phase: 'databases', host: 'db2', service: 'database', effects: ['restart'], proof },
      { phase: 'databases', host: 'db1', service: 'database', effects: ['switchover', 'restart'], proof },
      { phase: 'balancers', host: 'lb1', service: 'haproxy', effects: ['stop'] },
    ];
    const text = planChanges({ ...whole, command: 'restart', disruptions }, { verbose: false });
    expect(text).toContain(`disrupted members, in this order
  1. db2: database restarts
     etcd: 3 members, 3 healthy, quorum 2: safe
  2. db1: database steps down as leader, then restarts
     etcd: 3 members, 3 healthy, quorum 2: safe
  3. lb1: haproxy stops
`);
    expect(text).toContain('restart would change the steps marked +.');
  });

  test.each([
    [{ runs: 0, ms: 0, unknown: ['a'] }, 'time: unknown, because there is no earlier run'],
    [
      { runs: 1, ms: 5_000, unknown: ['a', 'b'] },
      'time: about 5.0s, estimated from 1 earlier run; plus steps that no earlier run contains: a, b',
    ],
    [{ runs: 1, ms: 0, unknown: ['a', 'b', 'c', 'd', 'e'] }, 'a, b, c and 2 more'],
  ])('are printed with the basis of the estimate: %j', (given, expected) => {
    const text = planChanges({ ...whole, estimate: given }, { verbose: false });
    expect(text.replace(/\n +/g, ' ')).toContain(expected);
  });
});

describe('a runbook', () => {
  const command = 'quorate deploy inventory.yaml';

  test('of a compared plan lists the remaining steps, with every command, gate and way to stop', () => {
    const forecasts = Object.fromEntries(forecast.steps.map((step) => [step.step, step]));
    expectGolden('runbook.compared.txt', `${runbook({ plan, command, forecasts, estimate })}\n`);
  });

  test('of a plan that was not compared lists all steps', () => {
    const text = runbook({ plan, command });
    expect(text).toContain('not compared with the hosts: lists all 5 steps of the plan');
    for (const phase of plan.phases)
      for (const { steps } of phase.lanes) for (const { title } of steps) expect(text).toContain(title);
    expect(text).not.toContain('hunter2');
  });

  test('fits a ticket: no line is longer than 80 columns', () => {
    const widths = runbook({ plan, command })
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });
});

test('prints one line per drift, or one line if there is none', () => {
  const about = { cluster: 'demo', hosts: 2 };
  expect(driftText([], about)).toBe('demo: no drift on 2 hosts');
  const found = [
    { host: 'db1', what: '/etc/x is missing' },
    { host: 'rabbit1', what: 'was never deployed' },
  ];
  expect(driftText(found, about)).toBe('db1      /etc/x is missing\nrabbit1  was never deployed');
});
