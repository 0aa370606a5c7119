import { describe, expect, test } from '@jest/globals';
import { admissionProblems } from '../../../../src/execute/safety/admission.ts';
import type { Problem } from '../../../../src/errors/errors.ts';
import type { HostName, Service } from '../../../../src/model/names.ts';
import type { MemberOperation, Step } from '../../../../src/model/plan/step.ts';
import type { ComparedStep } from '../../../../src/plan/compare/compare.ts';
import { factsOf, withScriptedRun, type Script } from '../../../support/scripted/run.ts';
import { brokers, databases, managers, operation } from '../../membership/build.ts';
import { installJob, stepOn } from './steps.ts';

const JOB = installJob('restart');
const COMMAND: Step['action'] = { kind: 'run', command: JOB.command, unless: 'repeatable' };

function compared(of: MemberOperation, action: Step['action'] = JOB): ComparedStep {
  const state: ComparedStep['state'] =
    action.kind === 'job' ? { kind: 'job', decision: { do: 'start' } } : { kind: 'run', changed: [] };
  return {
    phase: 'phase',
    step: stepOn(of.member, action, of),
    host: of.member,
    now: state,
    state,
    uncertain: false,
  };
}

const restarts = (service: Service, ...members: readonly HostName[]) =>
  members.map((member) => compared(operation(service, 'restart', member)));

const problemsOf = (script: Script, steps: readonly ComparedStep[]): Promise<readonly Problem[]> =>
  withScriptedRun(script, ({ run }) => admissionProblems(run, steps));
const hostsOf = (problems: readonly Problem[]) => problems.map(({ where }) => where);

const oneDown = brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'running' });
const nodeRuns = { facts: factsOf({ listening: [{ port: 25672, by: 'rabbitmq' }] }) };
const NODE_RUNS = 'the broker does not answer although its node is running';

describe('a restart of all brokers', () => {
  const all = restarts('broker', 'rabbit1', 'rabbit2', 'rabbit3');

  test('may start if it begins with a stopped broker', async () => {
    expect(await problemsOf({ reports: [oneDown] }, all)).toEqual([]);
  });

  test('is refused if the node of the unhealthy broker is running, because a restart does not recover it', async () => {
    const problems = await problemsOf({ reports: [oneDown], surveys: { rabbit2: nodeRuns } }, all);
    expect(hostsOf(problems)).toEqual(['rabbit1', 'rabbit3', 'rabbit2']);
    expect(problems.at(-1)).toMatchObject({ what: NODE_RUNS });
  });

  test('is refused if only one of two unhealthy brokers is stopped', async () => {
    const twoDown = brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'unreachable' });
    const problems = await problemsOf({ reports: [twoDown], surveys: { rabbit2: nodeRuns } }, all);
    expect(hostsOf(problems)).toContain('rabbit1');
  });
});

describe('a restart of healthy members', () => {
  test('is refused if it leaves out a stopped member', async () => {
    const problems = await problemsOf({ reports: [oneDown] }, restarts('broker', 'rabbit1', 'rabbit3'));
    expect(hostsOf(problems)).toEqual(['rabbit1', 'rabbit3']);
  });

  test('waits for a stopped member; a stop of a healthy member does not wait', async () => {
    const stop = compared(operation('broker', 'stop-to-leave', 'rabbit1'));
    const steps = [...restarts('broker', 'rabbit2', 'rabbit3'), stop];
    expect(hostsOf(await problemsOf({ reports: [oneDown] }, steps))).toEqual(['rabbit1']);
  });

  test('is refused although it begins with a stopped member of another service', async () => {
    const databasesDown = databases({ db1: 'leader', db2: 'sync', db3: 'unreachable' });
    const steps = [...restarts('database', 'db3'), ...restarts('broker', 'rabbit1')];
    const problems = await problemsOf({ reports: [databasesDown, oneDown] }, steps);
    expect(hostsOf(problems)).toContain('rabbit1');
  });

  test('waits only for the stopped members of its own service', async () => {
    const databasesDown = databases({ db1: 'leader', db2: 'sync', db3: 'stopped' });
    const steps = [
      ...restarts('database', 'db1', 'db2', 'db3'),
      ...restarts('broker', 'rabbit1', 'rabbit2', 'rabbit3'),
    ];
    expect(await problemsOf({ reports: [databasesDown, oneDown] }, steps)).toEqual([]);
  });
});

describe('a restart of managers', () => {
  const script: Script = { reports: [managers({ manager1: 'healthy', manager2: 'unreachable' })] };
  const [first, second] = [
    operation('manager', 'restart', 'manager1'),
    operation('manager', 'restart', 'manager2'),
  ];

  test('may start if it begins with a stopped manager', async () => {
    expect(await problemsOf(script, [compared(first), compared(second)])).toEqual([]);
  });

  test('is refused if the healthy manager is restarted by a command, which waits for no other manager', async () => {
    expect(hostsOf(await problemsOf(script, [compared(first, COMMAND), compared(second)]))).toEqual([
      'manager1',
    ]);
  });

  test('is refused if the stopped manager is restarted by a command', async () => {
    expect(hostsOf(await problemsOf(script, [compared(first), compared(second, COMMAND)]))).toEqual([
      'manager1',
    ]);
  });
});

describe('an unreachable broker whose node is running', () => {
  const surveys = { rabbit2: nodeRuns };
  const whatOf = (problems: readonly Problem[]) => problems.map(({ what }) => what);

  test('is reported if it prevents a restart of another broker', async () => {
    const switchover = compared(operation('database', 'switchover', 'db2'));
    const healthyDatabases = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });
    const problems = await problemsOf({ reports: [healthyDatabases, oneDown], surveys }, [
      switchover,
      ...restarts('broker', 'rabbit1'),
    ]);
    expect(hostsOf(problems)).toEqual(['rabbit1', 'rabbit2']);
    expect(whatOf(problems)).toContain(NODE_RUNS);
  });

  test('is not reported while the other brokers may be restarted', async () => {
    const five = brokers({
      ...{ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'running' },
      ...{ rabbit4: 'running', rabbit5: 'running' },
    });
    expect(await problemsOf({ reports: [five], surveys }, restarts('broker', 'rabbit1'))).toEqual([]);
  });

  test.each([
    ['a broker is removed', [compared(operation('broker', 'remove', 'rabbit1'))]],
    ['a database is restarted', restarts('database', 'db2')],
  ])('is not reported if %s', async (_what, steps) => {
    const oneDatabase = databases({ db1: 'leader', db2: 'sync' });
    const problems = await problemsOf({ reports: [oneDatabase, oneDown], surveys }, steps);
    expect(problems).toHaveLength(1);
    expect(whatOf(problems)).not.toContain(NODE_RUNS);
  });
});
