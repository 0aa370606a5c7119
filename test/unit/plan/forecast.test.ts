import { describe, expect, test } from '@jest/globals';
import type { Action, UpToDate, Step } from '../../../src/model/plan/step.ts';
import type { ComparedStep } from '../../../src/plan/compare/compare.ts';
import { forecastOf, forecastOfStep } from '../../../src/plan/compare/forecast.ts';
import type { StepState } from '../../../src/plan/compare/step-state.ts';

const systemctl = (...args: readonly string[]) =>
  ({ program: 'systemctl', args, as: 'root', timeoutMs: 1 }) as const;
const run = (unless: UpToDate, ...args: readonly string[]): Action => ({
  kind: 'run',
  command: systemctl(...args),
  unless,
});
const RELOAD = run({ receipt: 'haproxy', inputs: {} }, 'reload-or-restart', 'haproxy');
const START = run({ command: systemctl('is-active', 'haproxy') }, 'start', 'haproxy');
const UPLOAD: Action = {
  kind: 'artifact',
  source: { path: '/laptop/cloudify.deb', sha256: 'abcdef0123456789', size: 1 },
  path: '/var/lib/quorate/packages/cloudify.deb',
};
const INSTALL: Action = {
  kind: 'job',
  name: 'install-broker',
  command: systemctl('x'),
  unless: 'repeatable',
  marker: '/m',
  markerSays: 'done',
  requires: 'reconfigure',
  repair: [],
};

function compared(state: StepState, action: Action, more: Partial<ComparedStep & Step> = {}): ComparedStep {
  const step: Step = { id: 'p/lb1/s', title: 't', host: 'lb1', action, ...more };
  return { phase: 'p', host: 'lb1', step, now: state, state, uncertain: more.uncertain ?? false };
}

describe('what a step would do, in words', () => {
  test.each<readonly [string, readonly [StepState, Action, object]]>([
    ['nothing', [{ kind: 'up-to-date' }, RELOAD, { mark: 'up-to-date' }]],
    [
      'what a host waits for',
      [
        { kind: 'requires', requires: 'reconfigure', changed: ['a', 'b'] },
        INSTALL,
        { mark: 'requires', note: 'settings changed: a, b; waits for reconfigure' },
      ],
    ],
    [
      'a package by its name and digest',
      [
        { kind: 'artifact' },
        UPLOAD,
        { mark: 'change', note: 'cloudify.deb, sha256 abcdef012345…: not there, or another one' },
      ],
    ],
    [
      'a first reload',
      [{ kind: 'run', changed: [] }, RELOAD, { mark: 'change', note: 'it has not been done here' }],
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
        { mark: 'change', note: 'systemctl is-active haproxy says that it is not so' },
      ],
    ],
    [
      'what is done every time',
      [
        { kind: 'run', changed: [] },
        run('repeatable', 'daemon-reload'),
        { mark: 'change', note: 'done every time: harmless when repeated' },
      ],
    ],
    [
      'a new job',
      [
        { kind: 'job', decision: { do: 'start' } },
        INSTALL,
        { mark: 'change', note: 'new: it has not been done here' },
      ],
    ],
    [
      'a job that broke off',
      [
        { kind: 'job', decision: { do: 'repair', why: 'it was killed' } },
        INSTALL,
        { mark: 'change', note: 'never finished: it was killed; repaired first' },
      ],
    ],
    [
      'a job that runs',
      [
        { kind: 'job', decision: { do: 'attach' } },
        INSTALL,
        { mark: 'decided-at-run-time', note: 'it is running: followed, unless it has ended by then' },
      ],
    ],
    [
      'a job that somebody else has done',
      [
        { kind: 'job', decision: { do: 'adopt' } },
        INSTALL,
        { mark: 'change', note: 'the product is there already: only its receipt is written' },
      ],
    ],
    [
      'what only a gate tells',
      [
        { kind: 'gate' },
        run({ gate: 'patroni-leader', args: {} }, 'x'),
        { mark: 'decided-at-run-time', note: 'its gate is asked when its turn comes' },
      ],
    ],
    [
      'what is refused',
      [{ kind: 'refused', changed: ['a'], why: 'never' }, RELOAD, { mark: 'refused', note: 'a: never' }],
    ],
  ])('%s', (_, [state, action, expected]) => {
    expect(forecastOfStep(compared(state, action))).toEqual(expected);
  });

  test('a guard whose answer an earlier step may change is asked later', () => {
    const { mark, note } = forecastOfStep(compared({ kind: 'run', changed: [] }, START, { uncertain: true }));
    expect([mark, note]).toEqual([
      'decided-at-run-time',
      'systemctl is-active haproxy tells, once the steps before it are done',
    ]);
  });
});

describe('what becomes of services', () => {
  const plan = {
    playbook: 'p',
    cluster: 'c',
    hosts: ['lb1'],
    phases: [],
    memberships: [],
    guards: [],
    closing: [],
  };
  const consequences = (...steps: readonly ComparedStep[]) =>
    forecastOf(
      plan,
      { steps, notBootstrapped: [], nothingToDo: false },
      { surveys: {}, texts: {} },
    ).consequences.map(({ service, effect }) => `${service} ${effect}`);

  test('follows from systemctl and from whom a step touches', () => {
    const operation = { service: 'broker', member: 'lb1', effect: 'join' } as const;
    expect(
      consequences(
        compared({ kind: 'run', changed: ['config'] }, RELOAD),
        compared({ kind: 'run', changed: [] }, START),
        compared({ kind: 'job', decision: { do: 'start' } }, INSTALL, { operation }),
      ),
    ).toEqual(['haproxy reload', 'haproxy start', 'broker install']);
  });

  test('is nothing where nothing is run', () => {
    const operation = { service: 'broker', member: 'lb1', effect: 'restart' } as const;
    expect(
      consequences(
        compared({ kind: 'up-to-date' }, RELOAD),
        compared({ kind: 'run', changed: [] }, run('repeatable', 'daemon-reload')),
        compared({ kind: 'job', decision: { do: 'adopt' } }, INSTALL, { operation }),
      ),
    ).toEqual([]);
  });
});
