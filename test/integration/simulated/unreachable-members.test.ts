import { expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { deployOf, fourteen, material, removeOf, restartOf, without } from '../../support/day-2.ts';
import { Stage, stepsOf } from '../../support/simulated.ts';

jest.setTimeout(120_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);
const eleven = without(['rabbit4', 'manager4', 'lb2']);

/** SSH to a host is lost for a minute at the first question that it is asked in this step. */
async function cutIn(stage: Stage, plan: Plan, { host, step }: { host: HostName; step: string }) {
  let begun = false;
  let cut = false;
  const on = (event: RunEvent) => {
    if (event.kind === 'step.started' && event.step === step) begun = true;
  };
  const faults: Faults = (call) => {
    if (!begun || cut || call.host !== host || call.method !== 'request') return undefined;
    cut = true;
    return { kind: 'cut', ms: 60_000 };
  };
  const mark = stage.world.applied.length;
  const ran = await stage.run(plan, { faults, on });
  const proofs = ran.events.flatMap((event) => (event.kind === 'proof' ? [event.arithmetic] : []));
  const said = stage.world.applied.slice(mark).flatMap(({ kind, what }) => (kind === 'effect' ? [what] : []));
  return { ...ran, cut, proofs, said };
}

async function deployed(cluster: typeof ten): Promise<{ stage: Stage; leader: HostName }> {
  const stage = new Stage({ cluster: fourteen, material });
  expect((await stage.run(deployOf(cluster))).exitCode).toBe(0);
  return { stage, leader: stage.world.host('db1').database?.cluster.leader ?? '' };
}

const restartDatabases = restartOf(ten, 'database', 'r');

test.each([
  {
    what: 'leaves',
    cluster: eleven,
    plan: (leader: HostName) => removeOf(eleven, { name: leader, role: 'database' }),
    step: (leader: HostName) => `remove/${leader}/stop`,
  },
  {
    what: 'is restarted',
    cluster: ten,
    plan: () => restartDatabases,
    step: (leader: HostName) => `databases/${leader}/restart`,
  },
])('a leader whose connection is lost at its proof hands over before it $what', async (scene) => {
  const { stage, leader } = await deployed(scene.cluster);
  const { cut, exitCode, proofs, said } = await cutIn(stage, scene.plan(leader), {
    host: leader,
    step: scene.step(leader),
  });
  expect([cut, exitCode]).toEqual([true, 0]);
  expect(proofs).toContainEqual(
    expect.stringMatching(new RegExp(`^database: ${leader} does not answer, and .* see it at work: wait$`)),
  );
  const leads = said.findIndex((what) => / leads$/.test(what));
  expect(leads).toBeGreaterThanOrEqual(0);
  expect(leads).toBeLessThan(said.indexOf(`database ${leader} stopped`));
});

test('a manager whose connection is lost as it is to stop is stopped before it is taken out', async () => {
  const { stage } = await deployed(ten);
  const plan = removeOf(ten, { name: 'manager3', role: 'manager' });
  const ran = await cutIn(stage, plan, { host: 'manager3', step: 'remove/manager3/stop' });
  expect([ran.cut, ran.exitCode]).toEqual([true, 0]);
  const left = stepsOf(ran, 'changed').filter((step) => step.startsWith('remove/'));
  expect(left.slice(0, 2)).toEqual(['remove/manager3/stop', 'remove/manager3/remove-member']);
});

test('a leader that is not heard when the turns are given has the last one', async () => {
  const { stage, leader } = await deployed(ten);
  let cut = false;
  const faults: Faults = ({ host, method }) => {
    const { applied } = stage.world;
    if (cut || host !== leader || method !== 'request' || !applied.some(({ what }) => /^restart-/.test(what)))
      return undefined;
    cut = true;
    return { kind: 'cut', ms: 60_000 };
  };
  const ran = await stage.run(restartDatabases, { faults });
  expect([cut, ran.exitCode]).toEqual([true, 0]);
  expect(
    stepsOf(ran, 'changed')
      .filter((step) => step.endsWith('/restart'))
      .at(-1),
  ).toBe(`databases/${leader}/restart`);
});
