import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../../../src/events/events.ts';
import { passPrecheck, proveOperation } from '../../../../src/execute/safety/prove-operation.ts';
import type { GateCheck } from '../../../../src/model/health/gate.ts';
import type { Membership } from '../../../../src/model/health/membership.ts';
import type { MemberOperation, Step, Switchover } from '../../../../src/model/plan/step.ts';
import { advised } from '../../../support/advised.ts';
import { requestOf, withScriptedRun, type Script, type ScriptedRun } from '../../../support/scripted/run.ts';
import { response } from '../../components/answers/sample.ts';
import { afterSwitchover, brokers, operation } from '../../membership/build.ts';
import { changingTo, threeBrokers, threeDatabases } from './situations.ts';

const restart = operation('broker', 'restart', 'rabbit3');
const starting = brokers({ rabbit1: 'running', rabbit2: 'booting', rabbit3: 'running' });
const majorityDown = brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'running' });

const step: Step = {
  id: 'brokers/rabbit3/restart',
  title: 'Restart rabbit3',
  host: 'rabbit3',
  action: { kind: 'forget', directories: [] },
};
const at = { phase: 'brokers', host: 'rabbit3' };

interface Given {
  readonly script: Script;
  readonly of?: MemberOperation;
  readonly switchover?: Switchover;
  readonly before?: (scripted: ScriptedRun) => void;
}

/** Proves an operation in a scripted run. @returns the error, if any, the time it took and the states of all proofs */
async function prove({ script, of = restart, switchover, before }: Given) {
  return withScriptedRun(script, async (scripted) => {
    before?.(scripted);
    const proving = { step, at, ...(switchover === undefined ? {} : { switchover }) };
    const error: unknown = await proveOperation(scripted.run, of, proving).catch(
      (failure: unknown) => failure,
    );
    return { error, ms: scripted.elapsed(), proofs: scripted.events.filter(isProof) };
  });
}

type ProofEvent = Extract<RunEvent, { kind: 'proof' }>;
const isProof = (event: RunEvent): event is ProofEvent => event.kind === 'proof';
const statesOf = (proofs: readonly ProofEvent[]) => proofs.map(({ state }) => state);

/** The only problem of a refusal, with its advice as text. */
function problemOf(error: unknown) {
  expect(error).toMatchObject({ name: 'RefusedError' });
  const [problem] = advised((error as { problems: Parameters<typeof advised>[0] }).problems);
  return problem;
}

describe('the proof of an operation', () => {
  test('is emitted with its step, and ends at once if the operation is safe', async () => {
    const { error, ms, proofs } = await prove({ script: { reports: [threeBrokers] } });
    expect({ error, ms }).toEqual({ error: undefined, ms: 0 });
    expect(proofs).toMatchObject([
      {
        ...at,
        step: step.id,
        state: 'safe',
        clauses: expect.arrayContaining([{ kind: 'mirrors', host: 'rabbit3', state: 'in-sync' }]),
      },
    ]);
  });

  test('refuses an unsafe operation at once, with the vote count', async () => {
    const { error, ms, proofs } = await prove({ script: { reports: [majorityDown] } });
    expect(ms).toBe(0);
    expect(statesOf(proofs)).toEqual(['refused']);
    expect(problemOf(error)).toEqual({
      where: 'rabbit3',
      what: 'Restart rabbit3: refused to protect the cluster',
      why: 'broker: 3 members, 2 running, quorum 2; without rabbit3 1 running of 2: refused',
      next: 'bring the other members back first: quorate status inventory.yaml',
    });
  });

  test('explains how to keep a member that was stopped for its removal', async () => {
    const { error } = await prove({
      script: { reports: [brokers({ rabbit1: 'running', rabbit2: 'unreachable', rabbit3: 'unreachable' })] },
      of: operation('broker', 'remove', 'rabbit3'),
    });
    expect(problemOf(error)).toMatchObject({
      next: expect.stringContaining('rabbit3 is stopped; to keep it, on rabbit3: sudo systemctl start x'),
    });
  });

  test('waits until the members are healthy, with a query every two seconds', async () => {
    const { error, ms, proofs } = await prove({ script: changingTo(starting, threeBrokers) });
    expect({ error, ms }).toEqual({ error: undefined, ms: 4_000 });
    expect(statesOf(proofs)).toEqual(['wait', 'wait', 'safe']);
  });

  test('refuses an operation that is not safe within five minutes', async () => {
    const { error, ms } = await prove({ script: { reports: [starting] } });
    expect(ms).toBe(302_000);
    expect(problemOf(error)).toMatchObject({
      why: expect.stringMatching(/: wait$/),
      next: 'wait until the members are healthy, then run the same command again',
    });
  });
});

describe('a run that stops', () => {
  const interrupt = ({ interruptAfter }: ScriptedRun) => interruptAfter(3_000);
  const fail = ({ run }: ScriptedRun) => run.tally.fail({ kind: 'step', problem: { what: 'a step failed' } });

  test('ends the wait at once', async () => {
    const { error, ms } = await prove({ script: { reports: [starting] }, before: interrupt });
    expect({ error, ms }).toMatchObject({ error: { name: 'Interrupted' }, ms: 3_000 });
  });

  test('does not start a safe operation', async () => {
    const { error } = await prove({ script: { reports: [threeBrokers] }, before: fail });
    expect(error).toMatchObject({ name: 'Interrupted' });
  });

  test('still reports an unsafe operation', async () => {
    const { error } = await prove({ script: { reports: [majorityDown] }, before: fail });
    expect(error).toMatchObject({ name: 'RefusedError' });
  });
});

describe('the answers of the members', () => {
  const bootstrapped: Membership = { ...threeBrokers, bootstrapped: ['rabbit1'] };
  const proveAfter = (requestMs: number, now: Membership, of: MemberOperation = restart) =>
    prove({ script: { reports: [now], requestMs }, of });

  test('count if they took five seconds', async () => {
    expect(await proveAfter(5_000, bootstrapped)).toMatchObject({ error: undefined, ms: 5_000 });
  });

  test('are collected again if they took longer', async () => {
    const { error, proofs } = await proveAfter(5_001, bootstrapped);
    expect(proofs[0]).toMatchObject({ state: 'wait', clauses: [{ kind: 'old-answers', limitMs: 5_000 }] });
    expect(problemOf(error)).toMatchObject({
      why: 'the members took longer than 5.0s to answer and are queried again: wait',
      next: 'wait until the members are healthy, then run the same command again',
    });
  });

  test('may be old until the service is bootstrapped', async () => {
    expect(await proveAfter(60_000, threeBrokers)).toMatchObject({ error: undefined, ms: 60_000 });
  });

  test('may be old for a bootstrap', async () => {
    const none = brokers({ rabbit1: 'unreachable', rabbit2: 'unreachable' }, { bootstrapped: ['rabbit1'] });
    const { proofs, ms } = await proveAfter(60_000, none, operation('broker', 'bootstrap', 'rabbit1'));
    expect(ms).toBe(60_000);
    expect(proofs).toMatchObject([{ state: 'refused', clauses: [{ kind: 'inventory-mismatch' }] }]);
  });
});

describe('an operation on the leader', () => {
  const script: Script = { reports: [threeDatabases] };
  const onLeader = operation('database', 'restart', 'db1');

  test.each<{ what: string; of: MemberOperation; switchover?: Switchover; expected: string }>([
    { what: 'is refused', of: onLeader, expected: 'refused' },
    {
      what: 'is safe if its step switches over first',
      of: onLeader,
      switchover: 'planned',
      expected: 'safe',
    },
    { what: 'is safe if it requires a switchover', of: afterSwitchover('restart', 'db1'), expected: 'safe' },
    {
      what: 'is refused if the switchover that it requires should have happened',
      of: afterSwitchover('restart', 'db1'),
      switchover: 'none',
      expected: 'refused',
    },
  ])('$what', async ({ expected, ...given }) => {
    const { proofs } = await prove({ script, ...given });
    expect(statesOf(proofs)).toEqual([expected]);
  });
});

describe('the gate before an operation', () => {
  const check = (gate: GateCheck['gate'], url: string): GateCheck => ({
    gate,
    args: { managers: ['manager1'] },
    queries: [{ host: 'manager1', probes: { executions: requestOf(url) } }],
    timing: { timeoutMs: 0, intervalMs: 1_000, consecutive: 1 },
  });
  const guards = [check('drained', 'other'), check('no-executions', 'executions')];
  const needsGate: MemberOperation = {
    ...{ kind: 'restart', service: 'broker', member: 'rabbit3' },
    requires: 'no-executions',
  };
  const passed = (
    items: readonly object[],
    of: MemberOperation,
    plan: Partial<Script['plan']> = { guards },
  ) =>
    withScriptedRun(
      { plan: { hosts: ['manager1'], ...plan }, answers: { executions: response(200, { items }) } },
      async ({ run, events }) => {
        const error: unknown = await passPrecheck(run, of, 'brokers').catch((failure: unknown) => failure);
        return { error, events: events.map(({ kind }) => kind) };
      },
    );
  const running = [{ id: '1', workflow_id: 'install', status: 'started' }];

  test('passes', async () => {
    expect(await passed([], needsGate)).toEqual({
      error: undefined,
      events: ['gate.started', 'gate.polled', 'gate.finished'],
    });
  });

  test('keeps the operation from starting', async () => {
    expect((await passed(running, needsGate)).error).toMatchObject({
      name: 'GateError',
      problems: [{ where: 'manager1', what: expect.stringContaining('running: install (1)') }],
    });
  });

  test.each(['nothing', 'switchover-done'] as const)('is not checked if %s is required', async (requires) => {
    expect(await passed(running, { ...needsGate, requires })).toEqual({ error: undefined, events: [] });
  });

  test('is not checked if the plan has no such gate', async () => {
    const plan = { guards: [check('drained', 'other')] };
    expect(await passed(running, needsGate, plan)).toEqual({ error: undefined, events: [] });
  });
});
