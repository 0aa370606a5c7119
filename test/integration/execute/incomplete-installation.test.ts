import { describe, expect, test } from '@jest/globals';
import { renderProof } from '../../../src/model/health/render-proof.ts';
import { faultsAt } from '../../support/scripted-faults.ts';
import type { FaultEffect } from '../../../src/simulate/faults/faults.ts';
import { planFor, Stage, stepsOf } from '../../support/simulated.ts';

const plan = planFor('deploy');
const memberLists = (stage: Stage) =>
  ['rabbit1', 'rabbit2', 'rabbit3'].map((name) =>
    [...(stage.world.host(name).broker?.cluster.nodes ?? [])].sort(),
  );

async function rerunAfter(host: string, effect: FaultEffect) {
  const stage = new Stage();
  await stage.run(plan, { faults: faultsAt({ effect, method: 'startJob', host, about: 'install-broker' }) });
  const applied = stage.world.applied.length;
  const second = await stage.run(plan);
  const done = stage.world.applied.slice(applied).map(({ host: on, what }) => `${on} ${what}`);
  return { stage, second, done };
}

describe('an incomplete installation of a broker', () => {
  const moments = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((pauses) =>
    ['rabbit2', 'rabbit3'].flatMap((host) => [
      { host, pauses, effect: { kind: 'job-killed', pauses } as const },
      { host, pauses, effect: { kind: 'job-fails', pauses, code: 1 } as const },
    ]),
  );

  test.each(moments)(
    'on $host, $effect.kind after $pauses pauses, is cleaned up and repeated',
    async (given) => {
      const { stage, second } = await rerunAfter(given.host, given.effect);
      expect({ code: second.exitCode, problems: second.finished?.problems }).toEqual({
        code: 0,
        problems: [],
      });
      const all = ['rabbit1', 'rabbit2', 'rabbit3'];
      expect(memberLists(stage)).toEqual([all, all, all]);
      expect((await stage.run(plan)).finished?.counts.changed).toBe(0);
    },
  );

  test('that the other brokers list is stopped, forgotten by another broker, removed and repeated, with a warning', async () => {
    const { second, done } = await rerunAfter('rabbit3', { kind: 'job-killed', pauses: 7 });
    const warnings = second.events.flatMap((event) => (event.kind === 'run.warned' ? [event.text] : []));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^rabbit3: step "install the broker" is incomplete \(.*\); it is cleaned up first$/,
      ),
    ]);
    const proofs = second.events.flatMap((event) => (event.kind === 'proof' ? [renderProof(event)] : []));
    expect(proofs).toContainEqual(
      'broker: 3 members, 2 running, quorum 2; without rabbit3, whose installation is incomplete, 2 running of 2: safe',
    );
    const order = ['stop_app', 'forget_cluster_node', 'remove-broker: ', 'install-broker: '];
    const places = order.map((part) => done.findIndex((what) => what.includes(part)));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(done[places[1] ?? -1]).toMatch(/^rabbit1 /);
  });

  test('that no broker lists is only removed and repeated', async () => {
    const { second, done } = await rerunAfter('rabbit2', { kind: 'job-killed', pauses: 2 });
    expect(second.exitCode).toBe(0);
    expect(done.some((what) => what.includes('forget_cluster_node'))).toBe(false);
    expect(stepsOf(second, 'unchanged')).toEqual(
      expect.arrayContaining(['other-brokers/rabbit2/install/stop', 'other-brokers/rabbit2/install/forget']),
    );
  });

  test('is not cleaned up if the other brokers have no quorum without it; exits 7', async () => {
    const stage = new Stage();
    const effect = { kind: 'job-killed', pauses: 6 } as const;
    await stage.run(plan, {
      faults: faultsAt({ effect, method: 'startJob', host: 'rabbit3', about: 'install-broker' }),
    });
    const down = stage.world.host('rabbit2').broker;
    if (down) down.running = false;
    const second = await stage.run(plan);
    expect(second.exitCode).toBe(7);
    expect(stage.world.host('rabbit3').broker).toBeDefined();
    expect(second.finished?.problems[0]?.why).toContain('whose installation is incomplete');
  });

  test('that is interrupted during its cleanup is completed by the next run', async () => {
    const stage = new Stage();
    const effect = { kind: 'job-killed', pauses: 6 } as const;
    await stage.run(plan, {
      faults: faultsAt({ effect, method: 'startJob', host: 'rabbit3', about: 'install-broker' }),
    });
    const controller = new AbortController();
    const second = await stage.run(plan, {
      signal: controller.signal,
      on: (event) => {
        if (event.kind === 'step.output' && event.step.endsWith('/remove')) controller.abort('SIGINT');
      },
    });
    expect(second.finished).toMatchObject({ exitCode: 130, problems: [] });
    expect((await stage.run(plan)).exitCode).toBe(0);
  });
});

test('an incomplete installation of the first broker, a database or a manager is repeated without a cleanup', async () => {
  for (const [host, about] of [
    ['rabbit1', 'install-broker'],
    ['db2', 'install-database'],
    ['manager1', 'install-manager'],
  ] as const) {
    const stage = new Stage();
    const effect = { kind: 'job-killed', pauses: 3 } as const;
    await stage.run(plan, { faults: faultsAt({ effect, method: 'startJob', host, about }) });
    const second = await stage.run(plan);
    expect({ host, code: second.exitCode }).toEqual({ host, code: 0 });
    expect(stage.world.applied.some(({ what }) => what.includes('cfy_manager remove'))).toBe(false);
  }
});
