import { describe, expect, test } from '@jest/globals';
import { faultsAt, killAt } from '../../support/scripted-faults.ts';
import type { FaultTiming } from '../../../src/simulate/faults/faults.ts';
import type { ScriptedFault } from '../../support/scripted-faults.ts';
import { seededFaults } from '../../../src/simulate/faults/seeded-faults.ts';
import { planFor, Stage, stepsOf } from '../../support/simulated.ts';
import type { Rehearsal } from '../../support/simulated.ts';
import { restart } from '../../support/schedules/scenes.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';

const plan = planFor('deploy');
const overlapped = planFor('deploy-overlapped');

/** Paths of the files on each host (markers, receipts, configuration) and the number of its locks. */
function endState(stage: Stage): unknown {
  return [...stage.world.hosts.values()].map((host) => ({
    host: host.name,
    files: [...host.files.keys()].filter((path) => !path.includes('/jobs/') && !path.includes('/log')).sort(),
    locks: host.locks.size,
  }));
}

const joins = (stage: Stage) =>
  stage.world.applied
    .filter(({ kind, what }) => kind === 'effect' && what.includes('joined'))
    .map(({ what }) => what)
    .sort();

describe('a deploy that is killed', () => {
  test('at any call is completed by the next run, without repeating an effect', async () => {
    const whole = new Stage();
    const undisturbed = await whole.run(plan);
    expect(undisturbed.exitCode).toBe(0);
    const calls = whole.calls.length;
    const wanted = { end: endState(whole), joins: joins(whole) };
    const timings: readonly FaultTiming[] = ['before', 'within', 'after'];
    let killed = 0;
    for (let index = 1; index <= calls; index += 23) {
      const stage = new Stage();
      const first = await stage.run(plan, { faults: killAt(index, timings[index % 3] ?? 'after') });
      killed += first.exitCode === undefined ? 1 : 0;
      const second = await stage.run(plan);
      expect({ index, exitCode: second.exitCode, problems: second.finished?.problems }).toEqual({
        index,
        exitCode: 0,
        problems: [],
      });
      expect({ index, end: endState(stage), joins: joins(stage) }).toEqual({ index, ...wanted });
      expect((await stage.run(plan)).finished?.counts.changed).toBe(0);
    }
    expect(killed).toBeGreaterThan(20);
  }, 120_000);

  test('keeps its lock for two minutes if its process still runs; then the next run takes the lock over', async () => {
    const stage = new Stage();
    const killed = await stage.run(plan, {
      faults: faultsAt({ effect: { kind: 'kill', when: 'after' }, method: 'startJob', host: 'db1' }),
    });
    expect(killed.exitCode).toBeUndefined();
    const refused = await stage.run(plan, { holderRuns: true });
    expect(refused.exitCode).toBe(6);
    expect(refused.finished?.problems[0]?.what).toMatch(/^locked by ada on workstation for .*: deploy$/);
    await stage.clock.sleep(121_000);
    const second = await stage.run(plan, { holderRuns: true });
    expect(second.exitCode).toBe(0);
    expect(second.events.some((event) => event.kind === 'lock.taken-over')).toBe(true);
  });
});

test('a run without changes releases a stale lock', async () => {
  const stage = new Stage();
  const calls = (await stage.run(plan)) && stage.calls;
  const release = calls.findIndex((call) => call.method === 'release');
  const again = new Stage();
  await again.run(plan, { faults: killAt(release + 1, 'before') });
  expect([...again.world.hosts.values()].some((host) => host.locks.size > 0)).toBe(true);
  const run = await again.run(plan);
  expect(run.finished).toMatchObject({ exitCode: 0, counts: { changed: 0 } });
  expect([...again.world.hosts.values()].every((host) => host.locks.size === 0)).toBe(true);
});

describe('seeded faults at one call in a hundred', () => {
  test.each([2, 3, 4, 5, 9, 10])(
    'seed %d: a run is completed, at the latest by the next run',
    async (seed) => {
      const stage = new Stage({ seed });
      const first = await stage.run(plan, {
        faults: seededFaults({ seed, probability: 0.01, hosts: plan.hosts }),
      });
      expect([0, 3, 4, 5]).toContain(first.exitCode);
      await stage.clock.sleep(300_000);
      expect((await stage.run(plan)).exitCode).toBe(0);
      expect(joins(stage)).toHaveLength(new Set(joins(stage)).size);
    },
  );
});

describe('a lost connection', () => {
  test.each<[string, Omit<ScriptedFault, 'effect'>, FaultTiming]>([
    ['during a survey', { method: 'survey', host: 'db2' }, 'before'],
    ['after files were written', { method: 'change', host: 'rabbit1' }, 'after'],
    ['within a change', { method: 'change', host: 'manager1' }, 'within'],
    ['within an upload', { method: 'upload', host: 'db3' }, 'within'],
    ['before a lock', { method: 'lock', host: 'lb1' }, 'before'],
    ['after a job was started', { method: 'startJob', host: 'rabbit2' }, 'after'],
    ['while a job is followed', { method: 'followJob', host: 'db1', about: 'install-database' }, 'within'],
    ['during a request of a gate', { method: 'request', host: 'db2' }, 'before'],
  ])('%s is restored, and the run continues', async (_, where, when) => {
    const stage = new Stage();
    const run = await stage.run(plan, { faults: faultsAt({ ...where, effect: { kind: 'drop', when } }) });
    expect({ exitCode: run.exitCode, problems: run.finished?.problems }).toEqual({
      exitCode: 0,
      problems: [],
    });
    expect(run.events.some((event) => event.kind === 'host.lost')).toBe(true);
    expect(joins(stage)).toHaveLength(new Set(joins(stage)).size);
  });

  test('to a host that stays unreachable fails the step and names the host', async () => {
    const stage = new Stage();
    const run = await stage.run(plan, {
      on: (event) => {
        if (event.kind === 'step.started' && event.step === 'databases/db2/install')
          stage.world.powerOff('db2');
      },
    });
    expect(run.exitCode).toBe(3);
    expect(run.finished?.problems[0]?.where).toBe('db2');
    stage.world.powerOn('db2');
    expect((await stage.run(plan)).exitCode).toBe(0);
  });
});

describe('a failing installation', () => {
  test('stops its phase, prints the last lines, exits 4 and is completed by the next run', async () => {
    const stage = new Stage();
    const faults = faultsAt({
      effect: { kind: 'job-fails', pauses: 2, code: 1 },
      method: 'startJob',
      about: 'install-broker',
      host: 'rabbit2',
    });
    const run = await stage.run(plan, { faults });
    expect(run.exitCode).toBe(4);
    const [problem] = run.finished?.problems ?? [];
    expect(problem).toMatchObject({ where: 'rabbit2' });
    expect(problem?.what).toContain('exit code 1');
    expect(problem?.lines?.length).toBeGreaterThan(0);
    expect(stepsOf(run)).not.toContain('other-brokers/rabbit3/install');
    expect((await stage.run(plan)).exitCode).toBe(0);
  });

  test('lets the other hosts finish their running steps', async () => {
    const stage = new Stage();
    const faults = faultsAt({
      effect: { kind: 'job-fails', pauses: 1, code: 1 },
      method: 'startJob',
      about: 'install-database',
      host: 'db1',
    });
    const run = await stage.run(overlapped, { faults });
    expect(run.exitCode).toBe(4);
    const started = run.events
      .filter((e) => e.kind === 'step.started')
      .map((e) => e.step)
      .sort();
    expect(started.every((step) => stepsOf(run).includes(step))).toBe(true);
    expect(stepsOf(run).some((step) => step.startsWith('first-manager'))).toBe(false);
  });
});

describe('an interruption', () => {
  const interruptAt = async (
    stage: Stage,
    kind: 'step.started' | 'step.output',
    { step, reason = 'SIGINT', of = plan }: { step: string; reason?: string; of?: Plan },
  ): Promise<Rehearsal> => {
    const controller = new AbortController();
    return stage.run(of, {
      signal: controller.signal,
      on: (event) => {
        if (event.kind === kind && event.step === step) controller.abort(reason);
      },
    });
  };

  test('starts no new step, leaves the job running and releases the locks; the next run attaches to the job', async () => {
    const stage = new Stage();
    const run = await interruptAt(stage, 'step.output', { step: 'databases/db2/install' });
    expect(run.exitCode).toBe(130);
    expect(run.finished?.outcome).toBe('interrupted');
    expect(stepsOf(run)).not.toContain('databases/db3/install');
    expect(stage.world.host('db2').jobs.has('install-database')).toBe(true);
    expect([...stage.world.hosts.values()].every((host) => host.locks.size === 0)).toBe(true);
    const second = await stage.run(plan);
    expect(second.exitCode).toBe(0);
    expect(
      second.events.some(
        (e) => e.kind === 'step.started' && e.step === 'databases/db2/install' && e.attached,
      ),
    ).toBe(true);
  });

  test('by SIGTERM exits 143', async () => {
    const given = { step: 'stage/db1/files', reason: 'SIGTERM' };
    expect((await interruptAt(new Stage(), 'step.started', given)).exitCode).toBe(143);
  });

  test('before an operation on a member does not start it', async () => {
    const stage = new Stage();
    const run = await interruptAt(stage, 'step.started', { step: 'databases/db2/install' });
    expect(run.finished).toMatchObject({ exitCode: 130, problems: [] });
    expect(stage.world.host('db2').jobs.has('install-database')).toBe(false);
  });

  test('during a restart starts no operation on another member, even after the mutex is released', async () => {
    const stage = new Stage({ cluster: restart.cluster });
    if (restart.before) await stage.run(restart.before);
    const step = 'restart/rabbit1/restart';
    const run = await interruptAt(stage, 'step.started', { step, of: restart.plan });
    expect(run.exitCode).toBe(130);
    await stage.clock.sleep(60_000);
    const restarted = stage.world.applied.filter(({ what }) => what === 'restart-broker 0');
    expect(restarted.length).toBeLessThanOrEqual(1);
  });
});

describe('a deploy with overlapping phases', () => {
  test('builds the same cluster faster', async () => {
    const [one, other] = [new Stage(), new Stage()];
    const [inOrder, overlapping] = [await one.run(plan), await other.run(overlapped)];
    expect(overlapping.exitCode).toBe(0);
    expect(endState(other)).toEqual(endState(one));
    expect(overlapping.finished?.ms).toBeLessThan((inOrder.finished?.ms ?? 0) * 0.8);
  });
});
