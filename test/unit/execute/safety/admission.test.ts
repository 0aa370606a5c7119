import { describe, expect, test } from '@jest/globals';
import { admissionProblems, checkAdmission } from '../../../../src/execute/safety/admission.ts';
import type { Problem } from '../../../../src/errors/errors.ts';
import type { Membership, Standing } from '../../../../src/model/health/membership.ts';
import type { HostName } from '../../../../src/model/names.ts';
import type { MemberOperation } from '../../../../src/model/plan/step.ts';
import type { ComparedStep } from '../../../../src/plan/compare/compare.ts';
import { requestOf, withScriptedRun, type Script } from '../../../support/scripted/run.ts';
import { response } from '../../components/answers/sample.ts';
import { brokers, managers, operation, removalOfLost } from '../../membership/build.ts';
import { joinWithin, threeBrokers, threeDatabases } from './situations.ts';
import { ENDED, installJob, stepOn } from './steps.ts';

const START: ComparedStep['state'] = { kind: 'job', decision: { do: 'start' } };

/** A job with an operation, compared with its host. */
function compared(of: MemberOperation, state: ComparedStep['state'] = START): ComparedStep {
  const action = installJob(`install-${of.service}`);
  const step = stepOn(of.member, action, of);
  return { phase: 'phase', step, host: of.member, now: state, state, uncertain: false };
}

const problemsOf = (script: Script, ...steps: readonly ComparedStep[]): Promise<readonly Problem[]> =>
  withScriptedRun(script, ({ run }) => admissionProblems(run, steps));
const hostsOf = (problems: readonly Problem[]) => problems.map(({ where }) => where);

function standingOf(host: HostName, standing: Standing, { expected, ...rest }: Membership): Membership {
  return { ...rest, expected: expected.map((one) => (one.host === host ? { ...one, standing } : one)) };
}

const oneDown = brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'running' });
const restart = operation('broker', 'restart', 'rabbit3');

describe('a run', () => {
  const script: Script = { reports: [threeDatabases, threeBrokers, managers({ manager1: 'healthy' })] };

  test('may start if every operation is safe', async () => {
    await withScriptedRun(script, async ({ run }) => {
      await expect(checkAdmission(run, [compared(restart)])).resolves.toBeUndefined();
    });
  });

  test('may not start if an operation is refused', async () => {
    await withScriptedRun({ reports: [oneDown] }, async ({ run }) => {
      await expect(checkAdmission(run, [compared(restart)])).rejects.toMatchObject({
        name: 'RefusedError',
        problems: [{ where: 'rabbit3', what: 'phase/rabbit3/job: refused to protect the cluster' }],
      });
    });
  });

  test('may not start if a host that is declared lost answers', async () => {
    const declaredLost = [
      { host: 'old1', role: 'manager', probes: { status: requestOf('old1/login') } } as const,
    ];
    const answers = { 'old1/login': response(401, '') };
    const plan = { hosts: ['rabbit1', 'rabbit2', 'rabbit3'], declaredLost };
    const problems = await problemsOf({ reports: [threeBrokers], plan, answers });
    expect(problems).toMatchObject([{ where: 'old1' }]);
  });

  test('may not start if a member is not in the inventory', async () => {
    const foreign = brokers({ rabbit1: 'running', rabbit2: 'running' }, { foreign: ['rabbit9'] });
    expect(hostsOf(await problemsOf({ reports: [threeDatabases, foreign] }))).toEqual(['rabbit9']);
  });

  test.each<ComparedStep['state']>([
    { kind: 'up-to-date' },
    { kind: 'requires', requires: 'reconfigure', changed: ['users'] },
  ])('may start, without a proof, if the step is in state $kind', async (state) => {
    expect(await problemsOf({ reports: [oneDown] }, compared(restart, state))).toEqual([]);
  });
});

describe('a lost member', () => {
  const script = {
    reports: [brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'unreachable' })],
  };
  const remove = compared(removalOfLost('broker', 'rabbit3'));

  test('is not removed without a quorum', async () => {
    expect(hostsOf(await problemsOf(script, remove))).toEqual(['rabbit3']);
  });

  test('is not proved again once its replacement is being installed', async () => {
    const surveys = { rabbit3: { jobs: { 'install-broker': ENDED } } };
    expect(await problemsOf({ ...script, surveys }, remove)).toEqual([]);
  });
});

describe('an installation', () => {
  const bootstrapped = { ...oneDown, bootstrapped: ['rabbit1'] };
  const script = { reports: [bootstrapped] };
  const bootstrap = operation('broker', 'bootstrap', 'rabbit2');

  test.each<ComparedStep['state']>([
    START,
    { kind: 'job', decision: { do: 'repair', why: 'an earlier run was killed' } },
  ])('is refused if the cluster is already bootstrapped: $decision.do', async (state) => {
    expect(await problemsOf(script, compared(bootstrap, state))).toMatchObject([
      {
        where: 'rabbit2',
        what: 'not installed, although the broker cluster is already bootstrapped',
        next: { command: 'replace-host' },
      },
    ]);
  });

  test.each<ComparedStep['state']>([
    { kind: 'job', decision: { do: 'attach' } },
    { kind: 'job', decision: { do: 'adopt' } },
    { kind: 'up-to-date' },
    { kind: 'run', changed: [] },
  ])('needs no admission in state %j', async (state) => {
    expect(await problemsOf(script, compared(bootstrap, state))).toEqual([]);
  });

  test('is neither a restart of a member nor a step without an operation', async () => {
    const step = stepOn('rabbit2', installJob('install-broker'));
    expect(await problemsOf(script, { ...compared(bootstrap), step })).toEqual([]);
    expect(await problemsOf(script, compared(operation('broker', 'restart', 'rabbit2')))).toEqual([]);
  });
});

describe('a host that the command adds', () => {
  const joining = standingOf('rabbit3', 'joining', threeBrokers);
  const join = joinWithin(60_000, 'rabbit3');
  const listed = standingOf(
    'rabbit3',
    'joining',
    brokers({ rabbit1: 'running', rabbit2: 'running', rabbit3: 'unreachable' }),
  );

  test('is refused if the members list an earlier host with its name', async () => {
    const problems = await problemsOf({ reports: [listed], unreachable: ['rabbit3'] }, compared(join));
    expect(problems).toMatchObject([
      { where: 'rabbit3', what: 'not installed, but already a member of the running broker cluster' },
    ]);
  });

  test('may be listed if its installation was started', async () => {
    const surveys = { rabbit3: { jobs: { 'install-broker': ENDED } } };
    expect(await problemsOf({ reports: [listed], surveys }, compared(join))).toEqual([]);
  });

  test('may be listed if the command removes the earlier host first', async () => {
    const remove = compared(removalOfLost('broker', 'rabbit3'));
    expect(await problemsOf({ reports: [listed] }, remove, compared(join))).toEqual([]);
  });

  test('is proved only before its installation starts', async () => {
    const noQuorum = standingOf(
      'rabbit3',
      'joining',
      brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'unreachable' }),
    );
    const attached = compared(join, { kind: 'job', decision: { do: 'attach' } });
    expect(await problemsOf({ reports: [noQuorum] }, attached)).toEqual([]);
    expect(await problemsOf({ reports: [joining] }, attached)).toEqual([]);
  });
});

describe('a member that no other member lists', () => {
  const two = brokers({ rabbit1: 'running', rabbit2: 'running' });
  const unfinished: Membership = {
    ...two,
    expected: [...two.expected, { host: 'rabbit3', node: 'rabbit3', standing: 'member' }],
    views: { ...two.views, rabbit3: { kind: 'no-answer', cause: 'refused', text: '' } },
  };
  const script: Script = {
    reports: [unfinished],
    plan: {
      hosts: ['rabbit1', 'rabbit2', 'rabbit3'],
      change: { kind: 'restart', members: 'all', request: 'request-1', down: [] },
    },
  };

  test('is reported by commands that can run without some hosts', async () => {
    expect(await problemsOf(script)).toMatchObject([
      { where: 'rabbit3', what: 'in the inventory, but not a member of the running broker cluster' },
    ]);
  });

  test('is not reported by other commands', async () => {
    expect(await problemsOf({ reports: [unfinished] })).toEqual([]);
  });

  test.each([
    operation('broker', 'restart', 'rabbit3'),
    { ...operation('broker', 'restart', 'rabbit3'), kind: 'reinit', patienceMs: 0 } as const,
  ])('is reported if the command has a $kind of it', async (of) => {
    expect(await problemsOf(script, compared(of, { kind: 'up-to-date' }))).toMatchObject([
      { where: 'rabbit3' },
    ]);
  });

  test.each([joinWithin(0, 'rabbit3'), operation('broker', 'remove', 'rabbit3')])(
    'is not reported if the command has a $kind of it',
    async (of) => {
      expect(await problemsOf(script, compared(of, { kind: 'up-to-date' }))).toEqual([]);
    },
  );

  test('is reported if a step without an operation runs on it', async () => {
    const step = stepOn('rabbit3', installJob('install-broker'));
    const plain = { ...compared(restart, { kind: 'up-to-date' }), step };
    expect(await problemsOf(script, plain)).toMatchObject([{ where: 'rabbit3' }]);
  });
});
