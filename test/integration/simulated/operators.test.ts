import { describe, expect, test } from '@jest/globals';
import { faultsAt } from '../../../src/simulate/faults/faults.ts';
import { planFor, Stage, stepsOf } from '../../support/simulated.ts';

const plan = planFor('deploy');
const anybodysLocks = (stage: Stage) =>
  [...stage.world.hosts.values()].filter(({ locks }) => locks.size > 0).length;

describe('two operators at once', () => {
  test('one works; the other exits 6 and hears who, from where, doing what, since when', async () => {
    const stage = new Stage();
    const first = stage.run(plan);
    await stage.clock.sleep(60_000);
    const second = await stage.run(plan, { lives: true });
    expect(second.exitCode).toBe(6);
    expect(second.finished?.problems).toEqual([
      expect.objectContaining({
        where: 'db1',
        what: expect.stringMatching(/^ada on laptop holds the lock since .*: deploy$/),
      }),
    ]);
    expect(stepsOf(second)).toEqual([]);
    expect((await first).exitCode).toBe(0);
    expect(anybodysLocks(stage)).toBe(0);
  });

  test('the lock of a killed run is taken over, which is said', async () => {
    const stage = new Stage();
    await stage.run(plan, {
      faults: faultsAt({ effect: { kind: 'kill', when: 'after' }, method: 'startJob', host: 'db2' }),
    });
    const second = await stage.run(plan, { lives: false });
    const from = second.events.flatMap((event) => (event.kind === 'lock.overtaken' ? [event.from] : []));
    expect(new Set(from)).toEqual(new Set(['ada@laptop']));
    expect([second.exitCode, anybodysLocks(stage)]).toEqual([0, 0]);
  });
});

describe('a laptop that was frozen for more than two minutes', () => {
  const asleepFor = (ms: number) =>
    faultsAt({ effect: { kind: 'freeze', ms }, method: 'followJob', about: 'install-database', host: 'db1' });

  /** A is frozen; B, elsewhere, cannot know whether A's process lives, only that it is silent. */
  async function overtaken(ms: number) {
    const stage = new Stage();
    const first = stage.run(plan, { faults: asleepFor(ms) });
    await stage.clock.sleep(300_000);
    const second = stage.run(plan, { lives: true });
    return { stage, first, second };
  }

  test('changes nothing and exits 6 when it goes on while the other still works', async () => {
    const { stage, first, second } = await overtaken(400_000);
    const a = await first;
    const at = stage.clock.now();
    expect(a.exitCode).toBe(6);
    expect(a.finished?.problems[0]?.what).toContain('another run has taken the lock');
    const b = await second;
    expect(b.exitCode).toBe(0);
    expect(b.events.some((event) => event.kind === 'lock.overtaken')).toBe(true);
    expect(at).toBeLessThan(stage.clock.now());
  });

  test('changes nothing and exits 6 when the other has finished and given the lock back', async () => {
    const { stage, first, second } = await overtaken(7_200_000);
    expect((await second).exitCode).toBe(0);
    const applied = stage.world.applied.length;
    const a = await first;
    expect(a.exitCode).toBe(6);
    expect(stage.world.applied).toHaveLength(applied);
    expect(anybodysLocks(stage)).toBe(0);
  });

  test('and whose connections are gone too takes no free lock again', async () => {
    const stage = new Stage();
    const frozen = { effect: { kind: 'freeze', ms: 7_200_000 }, method: 'followJob', host: 'db1' } as const;
    const first = stage.run(plan, {
      faults: faultsAt(
        { ...frozen, about: 'install-database' },
        { effect: { kind: 'drop', when: 'before' }, method: 'renew' },
      ),
    });
    await stage.clock.sleep(300_000);
    expect((await stage.run(plan, { lives: true })).exitCode).toBe(0);
    for (const name of plan.hosts) stage.world.reboot(name);
    const applied = stage.world.applied.length;
    const a = await first;
    expect(a.exitCode).toBe(6);
    expect(stage.world.applied.slice(applied).filter(({ kind }) => kind !== 'effect')).toEqual([]);
    expect(anybodysLocks(stage)).toBe(0);
  });
});

test('a run whose host restarted meanwhile takes its lock there again, and goes on', async () => {
  const stage = new Stage();
  const run = await stage.run(plan, {
    faults: faultsAt({ effect: { kind: 'reboot' }, method: 'renew', host: 'lb1' }),
  });
  expect(run.exitCode).toBe(0);
  expect(run.events.some((event) => event.kind === 'host.lost' && event.host === 'lb1')).toBe(true);
});
