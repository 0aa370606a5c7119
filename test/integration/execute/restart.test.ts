import { describe, expect, test } from '@jest/globals';
import { Stage, stepsOf } from '../../support/simulated.ts';
import { restart } from '../../support/schedules/scenes.ts';
import { seeds, wrongIn } from '../../support/schedules/wrong.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import type { Step } from '../../../src/model/plan/step.ts';

async function bootstrapped(): Promise<Stage> {
  const stage = new Stage({ cluster: restart.cluster });
  if (restart.before) expect((await stage.run(restart.before)).exitCode).toBe(0);
  return stage;
}
const leaderIn = (stage: Stage) => stage.world.host('db1').database?.cluster.leader;

/** The plan of one host. `wanted` selects or replaces its steps. */
function onlyOn(host: string, wanted: (step: Step) => readonly Step[] = (step) => [step]): Plan {
  const phases = restart.plan.phases.map((phase) => ({
    ...phase,
    lanes: phase.lanes
      .filter((lane) => lane.host === host)
      .map(({ steps }) => ({ host, steps: steps.flatMap(wanted) })),
  }));
  return { ...restart.plan, phases };
}

/** Databases that were stopped while they were the leader. @param first the leader before the restart */
function stoppedWhileLeading({ world }: Stage, first: string | undefined): readonly string[] {
  const start = world.applied.findIndex(({ what }) => what.startsWith('restart-'));
  let leader = first;
  return world.applied.slice(start).flatMap(({ host, what }) => {
    if (what.endsWith(' leads')) leader = host;
    return what === `database ${leader} stopped` ? [what] : [];
  });
}

describe('a restart of all members', () => {
  test('switches over only before it restarts the leader, and restarts each member once', async () => {
    const stage = await bootstrapped();
    const before = leaderIn(stage);
    const run = await stage.run(restart.plan);
    expect({ code: run.exitCode, problems: run.finished?.problems }).toEqual({ code: 0, problems: [] });
    expect(stoppedWhileLeading(stage, before)).toEqual([]);
    expect(stage.world.applied.some(({ host, what }) => host === before && what.includes('set-master'))).toBe(
      true,
    );
    expect(stepsOf(run, 'changed').filter((step) => step.endsWith('/restart'))).toHaveLength(6);
    expect(stepsOf(await stage.run(restart.plan), 'changed')).toEqual([]);
  });

  test('does not switch over if the member is not the leader', async () => {
    const stage = await bootstrapped();
    const follower = ['db1', 'db2', 'db3'].find((name) => name !== leaderIn(stage)) ?? '';
    const run = await stage.run(onlyOn(follower));
    expect(stepsOf(run, 'unchanged')).toEqual([`restart/${follower}/switchover`]);
    expect(stepsOf(run, 'changed')).toEqual([`restart/${follower}/restart`]);
  });

  test('is refused for the leader if there is no synchronous standby', async () => {
    const stage = await bootstrapped();
    const leader = leaderIn(stage) ?? '';
    for (const { name, database } of stage.world.hosts.values())
      if (database && name !== leader) database.running = false;
    const cluster = stage.world.host(leader).database?.cluster;
    if (cluster) cluster.members = cluster.members.slice(0, 1);
    const run = await stage.run(onlyOn(leader, ({ before = [] }) => before));
    expect(run.finished).toMatchObject({
      exitCode: 7,
      problems: [{ where: leader, what: `no synchronous standby can replace ${leader} as leader` }],
    });
    expect(stage.world.applied.some(({ what }) => what.includes('set-master'))).toBe(false);
  });
});

test('a step before an operation runs on the first connected host of its list', async () => {
  const stage = await bootstrapped();
  const anyOf = ['db1', 'rabbit3', 'rabbit2'];
  const before: Step = {
    ...{ id: 'restart/rabbit1/before', title: 'list brokers', host: { anyOf } },
    action: {
      kind: 'run',
      command: { program: 'cfy_manager', args: ['brokers', 'list'], as: 'root', timeoutMs: 60_000 },
      unless: 'repeatable',
    },
  };
  const plan = onlyOn('rabbit1', (step) => (step.operation ? [{ ...step, before: [before] }] : []));
  stage.world.powerOff('db1');
  const run = await stage.run({ ...plan, hosts: plan.hosts.filter((host) => host !== 'db1') });
  expect(run.finished?.problems).toEqual([]);
  const ran = run.events.flatMap((event) =>
    event.kind === 'step.finished' && event.step.endsWith('/before') ? [event.host] : [],
  );
  expect(ran).toEqual(['rabbit3']);
});

test('a sample of the two thousand seeded schedules that CI runs', async () => {
  expect(await wrongIn(seeds(5001, 20))).toEqual([]);
}, 120_000);
