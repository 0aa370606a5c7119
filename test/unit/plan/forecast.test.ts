import { describe, expect, test } from '@jest/globals';
import { affectHaproxy, haproxyUnit } from '../../../src/components/haproxy/unit.ts';
import type { Action, UpToDate, Step } from '../../../src/model/plan/step.ts';
import type { ComparedStep } from '../../../src/plan/compare/compare.ts';
import { forecastOf, forecastOfStep } from '../../../src/plan/compare/forecast.ts';
import type { StepState } from '../../../src/plan/compare/step-state.ts';
import { EMPTY_PLAN } from '../../support/empty-plan.ts';

const systemctl = (...args: readonly string[]) =>
  ({ program: 'systemctl', args, as: 'root', timeoutMs: 1 }) as const;
const run = (unless: UpToDate, ...args: readonly string[]): Action => ({
  kind: 'run',
  command: systemctl(...args),
  unless,
});
const RELOAD = affectHaproxy('reload', { receipt: 'haproxy', inputs: {} });
const START = affectHaproxy('start', { command: haproxyUnit('is-active') });
const UPLOAD: Action = {
  kind: 'artifact',
  uploads: [
    {
      source: { path: '/workstation/cloudify.deb', sha256: 'abcdef0123456789', size: 1 },
      path: '/var/lib/quorate/packages/cloudify.deb',
    },
  ],
  mode: 0o600,
};
const INSTALL: Action = {
  kind: 'job',
  name: 'install-broker',
  command: systemctl('x'),
  unless: 'repeatable',
  marker: '/m',
  ifMarkerExists: 'done',
  requires: 'reconfigure',
  repair: [],
};

function compared(state: StepState, action: Action, more: Partial<ComparedStep & Step> = {}): ComparedStep {
  const step: Step = { id: 'p/lb1/s', title: 't', host: 'lb1', action, ...more };
  return { phase: 'p', host: 'lb1', step, now: state, state, uncertain: more.uncertain ?? false };
}

describe('the forecast of a step', () => {
  test.each<readonly [string, readonly [StepState, Action, object]]>([
    ['up to date', [{ kind: 'up-to-date' }, RELOAD, { mark: 'up-to-date' }]],
    [
      'a required command',
      [
        { kind: 'requires', requires: 'reconfigure', changed: ['a', 'b'] },
        INSTALL,
        { mark: 'requires', note: 'settings changed: a, b; requires reconfigure' },
      ],
    ],
    [
      'a package, with its name and digest',
      [
        { kind: 'artifact' },
        UPLOAD,
        { mark: 'change', note: 'cloudify.deb, sha256 abcdef012345…: missing or different' },
      ],
    ],
    [
      'a first reload',
      [{ kind: 'run', changed: [] }, RELOAD, { mark: 'change', note: 'not done on this host yet' }],
    ],
    [
      'a reload for changed settings',
      [{ kind: 'run', changed: ['config'] }, RELOAD, { mark: 'change', note: 'settings changed: config' }],
    ],
    [
      'a start',
      [
        { kind: 'run', changed: [] },
        START,
        { mark: 'change', note: 'not up to date: systemctl is-active haproxy' },
      ],
    ],
    [
      'a repeatable run',
      [
        { kind: 'run', changed: [] },
        run('repeatable', 'daemon-reload'),
        { mark: 'change', note: 'run every time; harmless when repeated' },
      ],
    ],
    [
      'a new job',
      [
        { kind: 'job', decision: { do: 'start' } },
        INSTALL,
        { mark: 'change', note: 'not done on this host yet' },
      ],
    ],
    [
      'an unfinished job',
      [
        { kind: 'job', decision: { do: 'repair', why: 'it was killed' } },
        INSTALL,
        { mark: 'change', note: 'not finished: it was killed; cleaned up first' },
      ],
    ],
    [
      'a running job',
      [
        { kind: 'job', decision: { do: 'attach' } },
        INSTALL,
        {
          mark: 'decided-at-run-time',
          note: 'already running; Quorate follows the job unless it ends before',
        },
      ],
    ],
    [
      'a job to adopt',
      [
        { kind: 'job', decision: { do: 'adopt' } },
        INSTALL,
        { mark: 'change', note: 'already installed; only the receipt is written' },
      ],
    ],
    [
      'a run that a gate decides',
      [
        { kind: 'gate' },
        run({ gate: 'patroni-leader', args: {} }, 'x'),
        { mark: 'decided-at-run-time', note: 'decided by a gate at run time' },
      ],
    ],
  ])('%s', (_, [state, action, expected]) => {
    expect(forecastOfStep(compared(state, action))).toEqual(expected);
  });

  test('is decided at run time if an earlier step may change the result of the guard', () => {
    const { mark, note } = forecastOfStep(compared({ kind: 'run', changed: [] }, START, { uncertain: true }));
    expect([mark, note]).toEqual([
      'decided-at-run-time',
      'decided by systemctl is-active haproxy after the earlier steps',
    ]);
  });
});

describe('the effects on services', () => {
  const plan = { ...EMPTY_PLAN, hosts: ['lb1'] };
  const consequences = (...steps: readonly ComparedStep[]) =>
    forecastOf(
      plan,
      { steps, notBootstrapped: [], nothingToDo: false },
      { surveys: {}, texts: {} },
    ).consequences.map(({ service, effect }) => `${service} ${effect}`);

  test('follow from the effects that commands declare and from the operations of steps', () => {
    const operation = { kind: 'join', service: 'broker', member: 'lb1', patienceMs: 0 } as const;
    expect(
      consequences(
        compared({ kind: 'run', changed: ['config'] }, RELOAD),
        compared({ kind: 'run', changed: [] }, START),
        compared({ kind: 'job', decision: { do: 'start' } }, INSTALL, { operation }),
      ),
    ).toEqual(['haproxy reload', 'haproxy start', 'broker install']);
  });

  test('are none if nothing is run on a service', () => {
    const operation = { kind: 'restart', service: 'broker', member: 'lb1', requires: 'nothing' } as const;
    expect(
      consequences(
        compared({ kind: 'up-to-date' }, RELOAD),
        compared({ kind: 'run', changed: [] }, run('repeatable', 'daemon-reload')),
        compared({ kind: 'job', decision: { do: 'adopt' } }, INSTALL, { operation }),
      ),
    ).toEqual([]);
  });
});
