import { describe, expect, test } from '@jest/globals';
import { faultsAt } from '../../support/scripted-faults.ts';
import { planFor, Stage, stepsOf } from '../../support/simulated.ts';

const plan = planFor('deploy');
const lockedHosts = (stage: Stage) =>
  [...stage.world.hosts.values()].filter(({ locks }) => locks.size > 0).length;

describe('two operators at once', () => {
  test('the second run exits 6 and prints holder, machine, age and command of the lock', async () => {
    const stage = new Stage();
    const first = stage.run(plan);
    await stage.clock.sleep(60_000);
    const second = await stage.run(plan, { holderRuns: true });
    expect(second.exitCode).toBe(6);
    expect(second.finished?.problems).toEqual([
      expect.objectContaining({
        where: 'db1',
        what: expect.stringMatching(/^locked by ada on workstation for .*: deploy$/),
      }),
    ]);
    expect(stepsOf(second)).toEqual([]);
    expect((await first).exitCode).toBe(0);
    expect(lockedHosts(stage)).toBe(0);
  });

  test('takes over the lock of a killed run, and reports it', async () => {
    const stage = new Stage();
    await stage.run(plan, {
      faults: faultsAt({ effect: { kind: 'kill', when: 'after' }, method: 'startJob', host: 'db2' }),
    });
    const second = await stage.run(plan, { holderRuns: false });
    const from = second.events.flatMap((event) => (event.kind === 'lock.taken-over' ? [event.from] : []));
    expect(new Set(from)).toEqual(new Set(['ada@workstation']));
    expect([second.exitCode, lockedHosts(stage)]).toEqual([0, 0]);
  });
});

describe('a workstation that was suspended for more than two minutes', () => {
  const suspendedFor = (ms: number) =>
    faultsAt({ effect: { kind: 'freeze', ms }, method: 'followJob', about: 'install-database', host: 'db1' });

  /** Suspends the first run and starts a second one elsewhere, which cannot know whether the first process still runs. */
  async function takenOver(ms: number) {
    const stage = new Stage();
    const first = stage.run(plan, { faults: suspendedFor(ms) });
    await stage.clock.sleep(300_000);
    const second = stage.run(plan, { holderRuns: true });
    return { stage, first, second };
  }

  test('changes nothing and exits 6 if it resumes while the other run is active', async () => {
    const { stage, first, second } = await takenOver(400_000);
    const a = await first;
    const at = stage.clock.now();
    expect(a.exitCode).toBe(6);
    expect(a.finished?.problems[0]?.what).toContain('this run no longer holds the lock');
    const b = await second;
    expect(b.exitCode).toBe(0);
    expect(b.events.some((event) => event.kind === 'lock.taken-over')).toBe(true);
    expect(at).toBeLessThan(stage.clock.now());
  });

  test('changes nothing and exits 6 if the other run has finished and released the lock', async () => {
    const { stage, first, second } = await takenOver(7_200_000);
    expect((await second).exitCode).toBe(0);
    const applied = stage.world.applied.length;
    const a = await first;
    expect(a.exitCode).toBe(6);
    expect(stage.world.applied).toHaveLength(applied);
    expect(lockedHosts(stage)).toBe(0);
  });

  test('does not re-acquire a free lock after it lost its connections as well', async () => {
    const stage = new Stage();
    const frozen = { effect: { kind: 'freeze', ms: 7_200_000 }, method: 'followJob', host: 'db1' } as const;
    const first = stage.run(plan, {
      faults: faultsAt(
        { ...frozen, about: 'install-database' },
        { effect: { kind: 'drop', when: 'before' }, method: 'renew' },
      ),
    });
    await stage.clock.sleep(300_000);
    expect((await stage.run(plan, { holderRuns: true })).exitCode).toBe(0);
    for (const name of plan.hosts) stage.world.reboot(name);
    const applied = stage.world.applied.length;
    const a = await first;
    expect(a.exitCode).toBe(6);
    expect(stage.world.applied.slice(applied).filter(({ kind }) => kind !== 'effect')).toEqual([]);
    expect(lockedHosts(stage)).toBe(0);
  });
});

test('a run re-acquires its lock on a rebooted host and continues', async () => {
  const stage = new Stage();
  const run = await stage.run(plan, {
    faults: faultsAt({ effect: { kind: 'reboot' }, method: 'renew', host: 'lb1' }),
  });
  expect(run.exitCode).toBe(0);
  expect(run.events.some((event) => event.kind === 'host.lost' && event.host === 'lb1')).toBe(true);
});
