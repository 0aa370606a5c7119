import { expect, jest, test } from '@jest/globals';
import { renderProof } from '../../../src/model/health/render-proof.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { deployOf, fourteen, material, removeOf, restartOf, without } from '../../support/day-2.ts';
import { Stage, stepsOf } from '../../support/simulated.ts';

jest.setTimeout(120_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);
const eleven = without(['rabbit4', 'manager4', 'lb2']);

/** Runs the plan and cuts SSH to the host for a minute at the first request to it in the given step. */
async function runWithCut(stage: Stage, plan: Plan, { host, step }: { host: HostName; step: string }) {
  let started = false;
  let cut = false;
  const on = (event: RunEvent) => {
    if (event.kind === 'step.started' && event.step === step) started = true;
  };
  const faults: Faults = (call) => {
    if (!started || cut || call.host !== host || call.method !== 'request') return undefined;
    cut = true;
    return { kind: 'disconnect', ms: 60_000 };
  };
  const mark = stage.world.applied.length;
  const ran = await stage.run(plan, { faults, on });
  const proofs = ran.events.flatMap((event) => (event.kind === 'proof' ? [renderProof(event)] : []));
  const effects = stage.world.applied
    .slice(mark)
    .flatMap(({ kind, what }) => (kind === 'effect' ? [what] : []));
  return { ...ran, cut, proofs, effects };
}

async function deployed(cluster: typeof ten): Promise<{ stage: Stage; leader: HostName }> {
  const stage = new Stage({ cluster: fourteen, material });
  expect((await stage.run(deployOf(cluster))).exitCode).toBe(0);
  return { stage, leader: stage.world.host('db1').database?.cluster.leader ?? '' };
}

const restartDatabases = restartOf(ten, 'database', 'r');

test.each([
  {
    what: 'is removed',
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
])('a leader whose connection is lost during its proof is switched over before it $what', async (scene) => {
  const { stage, leader } = await deployed(scene.cluster);
  const { cut, exitCode, proofs, effects } = await runWithCut(stage, scene.plan(leader), {
    host: leader,
    step: scene.step(leader),
  });
  expect([cut, exitCode]).toEqual([true, 0]);
  expect(proofs).toContainEqual(
    expect.stringMatching(
      new RegExp(`^database: ${leader} does not answer, but .* report it running: wait$`),
    ),
  );
  const leads = effects.findIndex((what) => / leads$/.test(what));
  expect(leads).toBeGreaterThanOrEqual(0);
  expect(leads).toBeLessThan(effects.indexOf(`database ${leader} stopped`));
});

test('a manager whose connection is lost before it stops is stopped before it is removed', async () => {
  const { stage } = await deployed(ten);
  const plan = removeOf(ten, { name: 'manager3', role: 'manager' });
  const ran = await runWithCut(stage, plan, { host: 'manager3', step: 'remove/manager3/stop' });
  expect([ran.cut, ran.exitCode]).toEqual([true, 0]);
  const left = stepsOf(ran, 'changed').filter((step) => step.startsWith('remove/'));
  expect(left.slice(0, 2)).toEqual(['remove/manager3/stop', 'remove/manager3/remove-member']);
});

test('a leader that is unreachable when the order is decided is restarted last', async () => {
  const { stage, leader } = await deployed(ten);
  let cut = false;
  const faults: Faults = ({ host, method }) => {
    const { applied } = stage.world;
    if (cut || host !== leader || method !== 'request' || !applied.some(({ what }) => /^restart-/.test(what)))
      return undefined;
    cut = true;
    return { kind: 'disconnect', ms: 60_000 };
  };
  const ran = await stage.run(restartDatabases, { faults });
  expect([cut, ran.exitCode]).toEqual([true, 0]);
  expect(
    stepsOf(ran, 'changed')
      .filter((step) => step.endsWith('/restart'))
      .at(-1),
  ).toBe(`databases/${leader}/restart`);
});
