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
const leads = (stage: Stage) => stage.world.host('db1').database?.cluster.leader;

/** One host's lane of the plan, and of each of its steps what is wanted. */
function onlyOn(host: string, wanted: (step: Step) => readonly Step[] = (step) => [step]): Plan {
  const phases = restart.plan.phases.map((phase) => ({
    ...phase,
    lanes: phase.lanes
      .filter((lane) => lane.host === host)
      .map(({ steps }) => ({ host, steps: steps.flatMap(wanted) })),
  }));
  return { ...restart.plan, phases };
}

/** @param first who led when it began */
function stoppedWhileLeading({ world }: Stage, first: string | undefined): readonly string[] {
  const begun = world.applied.findIndex(({ what }) => what.startsWith('restart-'));
  let leader = first;
  return world.applied.slice(begun).flatMap(({ host, what }) => {
    if (what.endsWith(' leads')) leader = host;
    return what === `database ${leader} stopped` ? [what] : [];
  });
}

describe('a restart of all members', () => {
  test('hands the lead over before the leader is restarted, and only then; each is restarted once', async () => {
    const stage = await bootstrapped();
    const before = leads(stage);
    const run = await stage.run(restart.plan);
    expect({ code: run.exitCode, problems: run.finished?.problems }).toEqual({ code: 0, problems: [] });
    expect(stoppedWhileLeading(stage, before)).toEqual([]);
    expect(stage.world.applied.some(({ host, what }) => host === before && what.includes('set-master'))).toBe(
      true,
    );
    expect(stepsOf(run, 'changed').filter((step) => step.endsWith('/restart'))).toHaveLength(6);
    expect(stepsOf(await stage.run(restart.plan), 'changed')).toEqual([]);
  });

  test('hands nothing over where the member does not lead', async () => {
    const stage = await bootstrapped();
    const follower = ['db1', 'db2', 'db3'].find((name) => name !== leads(stage)) ?? '';
    const run = await stage.run(onlyOn(follower));
    expect(stepsOf(run, 'unchanged')).toEqual([`restart/${follower}/switchover`]);
    expect(stepsOf(run, 'changed')).toEqual([`restart/${follower}/restart`]);
  });

  test('is refused for the leader where no synchronous standby can take over', async () => {
    const stage = await bootstrapped();
    const leader = leads(stage) ?? '';
    for (const { name, database } of stage.world.hosts.values())
      if (database && name !== leader) database.running = false;
    const cluster = stage.world.host(leader).database?.cluster;
    if (cluster) cluster.members = cluster.members.slice(0, 1);
    const run = await stage.run(onlyOn(leader, ({ before = [] }) => before));
    expect(run.finished).toMatchObject({
      exitCode: 7,
      problems: [{ where: leader, what: `no synchronous standby can take over the lead from ${leader}` }],
    });
    expect(stage.world.applied.some(({ what }) => what.includes('set-master'))).toBe(false);
  });
});

test('what comes before a touch runs on the first of its hosts that is connected', async () => {
  const stage = await bootstrapped();
  const anyOf = ['db1', 'rabbit3', 'rabbit2'];
  const before: Step = {
    ...{ id: 'restart/rabbit1/before', title: 'look around', host: { anyOf } },
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

test('a sample of the seeded schedules, of which CI runs two thousand', async () => {
  expect(await wrongIn(seeds(5001, 20))).toEqual([]);
}, 120_000);
