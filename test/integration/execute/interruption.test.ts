import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { faultsAt } from '../../support/scripted-faults.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { planFor, Stage, stepsOf } from '../../support/simulated.ts';

const plan = planFor('deploy');
const overlapped = planFor('deploy-overlapped');
/** Runs the lanes of one phase in parallel, which no playbook of Quorate does. */
const inParallel = (of: Plan, id: string): Plan => ({
  ...of,
  phases: of.phases.map((phase) => (phase.id === id ? { ...phase, order: 'parallel' } : phase)),
});

/** Interrupts the run at the first event that matches `when`. */
async function interruptedAt(when: (event: RunEvent) => boolean, of: Plan = plan) {
  const stage = new Stage();
  const controller = new AbortController();
  const run = await stage.run(of, {
    signal: controller.signal,
    on: (event) => {
      if (when(event)) controller.abort('SIGINT');
    },
  });
  return { stage, run };
}

describe('an interruption of a waiting run is not a failure', () => {
  test.each(['etcd-quorum', 'broker-cluster', 'manager-status', 'load-balancer', 'hosts-ready'])(
    'at the gate %s',
    async (gate) => {
      const { stage, run } = await interruptedAt(
        (event) => event.kind === 'gate.started' && event.gate === gate,
      );
      expect(run.finished).toMatchObject({ exitCode: 130, outcome: 'interrupted', problems: [] });
      expect((await stage.run(plan)).exitCode).toBe(0);
    },
  );

  test('while the run reconnects to a lost host', async () => {
    const stage = new Stage();
    const controller = new AbortController();
    const run = await stage.run(plan, {
      signal: controller.signal,
      on: (event) => {
        if (event.kind === 'step.started' && event.step === 'databases/db2/install')
          stage.world.powerOff('db2');
        if (event.kind === 'host.lost') void stage.clock.sleep(20_000).then(() => controller.abort('SIGINT'));
      },
    });
    expect(run.finished).toMatchObject({ exitCode: 130, problems: [] });
  });

  test('while the run connects', async () => {
    const { run } = await interruptedAt((event) => event.kind === 'run.started');
    expect(run.finished).toMatchObject({ exitCode: 130, problems: [] });
  });
});

test('a run detects the changes that another run made between its survey and its lock', async () => {
  const stage = new Stage();
  let second: Promise<unknown> | undefined;
  let surveyed = 0;
  const [first] = await Promise.all([
    stage.run(plan, {
      faults: faultsAt({ effect: { kind: 'slow', ms: 3_600_000 }, method: 'survey', host: 'lb1' }),
      on: (event) => {
        surveyed += event.kind === 'host.surveyed' ? 1 : 0;
        if (surveyed === 9) second ??= stage.run(plan);
      },
    }),
  ]);
  expect(((await second) as Awaited<ReturnType<Stage['run']>>).exitCode).toBe(0);
  expect(first.exitCode).toBe(0);
  expect(stepsOf(first, 'changed')).toEqual([]);
  const installs = stage.world.applied.filter(
    ({ kind, what, host }) => kind === 'job' && host.startsWith('db') && what.includes('cfy_manager install'),
  );
  expect(installs).toHaveLength(3);
});

test('a member whose connection is lost during its job keeps the service mutex, so no other member is affected', async () => {
  const parallel = inParallel(overlapped, 'other-managers');
  const stage = new Stage();
  const faults = faultsAt({
    effect: { kind: 'drop', when: 'within' },
    method: 'followJob',
    host: 'manager2',
    about: 'install-manager',
  });
  const run = await stage.run(parallel, { faults });
  expect({ exitCode: run.exitCode, problems: run.finished?.problems }).toEqual({ exitCode: 0, problems: [] });
  const order = run.events.flatMap((event) => {
    if (event.kind === 'step.finished' && event.step.endsWith('/install')) return [`end ${event.host}`];
    return event.kind === 'proof' && event.state === 'safe' ? [`safe ${event.host}`] : [];
  });
  const managers = order.filter((line) => /manager[23]/.test(line));
  expect(managers.map((line) => line.split(' ')[0])).toEqual(['safe', 'end', 'safe', 'end']);
});

test('a job that fails while its host is disconnected is reported with its last lines and not restarted', async () => {
  const stage = new Stage();
  const faults = faultsAt(
    {
      effect: { kind: 'job-fails', pauses: 3, code: 1 },
      method: 'startJob',
      host: 'db1',
      about: 'install-database',
    },
    { effect: { kind: 'drop', when: 'before' }, method: 'followJob', host: 'db1', about: 'install-database' },
    { effect: { kind: 'refuse' }, method: 'connect', host: 'db1', nth: 2 },
    { effect: { kind: 'refuse' }, method: 'connect', host: 'db1', nth: 3 },
    { effect: { kind: 'refuse' }, method: 'connect', host: 'db1', nth: 4 },
    { effect: { kind: 'refuse' }, method: 'connect', host: 'db1', nth: 5 },
    { effect: { kind: 'refuse' }, method: 'connect', host: 'db1', nth: 6 },
  );
  const run = await stage.run(plan, { faults });
  expect(run.exitCode).toBe(4);
  expect(run.finished?.problems[0]).toMatchObject({ where: 'db1' });
  expect(run.finished?.problems[0]?.lines?.length).toBeGreaterThan(0);
  expect(
    stage.world.applied.filter(
      ({ kind, what, host }) => kind === 'job' && host === 'db1' && what.includes('cfy_manager install'),
    ),
  ).toHaveLength(1);
});

test('a failure on another host does not turn a waiting proof into a refusal', async () => {
  const brokers = inParallel(overlapped, 'other-brokers');
  const early: Plan = {
    ...brokers,
    phases: brokers.phases.map((phase) =>
      phase.id === 'other-brokers' ? { ...phase, after: ['stage'] } : phase,
    ),
  };
  const faults = faultsAt({
    effect: { kind: 'job-fails', pauses: 1, code: 1 },
    method: 'startJob',
    host: 'db1',
    about: 'install-database',
  });
  const run = await new Stage().run(early, { faults });
  expect(run.exitCode).toBe(4);
  expect(run.finished?.problems.map(({ where }) => where)).toEqual(['db1']);
});
