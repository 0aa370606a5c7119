import { describe, expect, test } from '@jest/globals';
import { hostNamed, type Cluster } from '../../../src/model/cluster.ts';
import type { Material } from '../../../src/model/material.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { buildPlan } from '../../../src/plan/build/build-plan.ts';
import { Stage, stepsOf, type Rehearsal } from '../../support/simulated.ts';
import { playbookNamed } from '../../unit/plan/shipped.ts';
import { cluster, material } from '../../unit/platforms/native/fixture.ts';

function planOf(
  playbook: 'deploy' | 'reconfigure',
  { of = cluster, with: used = material }: { of?: Cluster; with?: Material } = {},
): Plan {
  const change = playbook === 'deploy' ? { kind: playbook } : { kind: playbook, down: [] };
  return buildPlan({ playbook: playbookNamed(playbook), cluster: of, change, material: used });
}

function withParameter(name: string, value: string | number): Cluster {
  const native = cluster.native!;
  return { ...cluster, native: { ...native, parameters: { ...native.parameters, [name]: value } } };
}

async function deployed(): Promise<Stage> {
  const stage = new Stage({ cluster, material });
  expect((await stage.run(planOf('deploy'))).finished).toMatchObject({ outcome: 'done' });
  return stage;
}

const restarts = (rehearsal: Rehearsal) =>
  stepsOf(rehearsal, 'changed').filter((step) => step.endsWith('/restart'));

describe('a changed setting', () => {
  test('that a reload applies needs no other command', async () => {
    const stage = await deployed();
    const run = await stage.run(planOf('deploy', { of: withParameter('work_mem', '64MB') }));
    expect(run.finished).toMatchObject({ outcome: 'done', requires: [] });
    const hosts = ['db1', 'db2', 'db3'];
    const steps = hosts.flatMap((host) => [`stage/${host}/files`, `stage/${host}/reload`]);
    expect(new Set(stepsOf(run, 'changed'))).toEqual(new Set(steps));
  });

  test.each([
    ['shared_buffers', '2GB'],
    ['max_connections', 500],
  ])('%s is reported by deploy, and applied by reconfigure: the leader last', async (name, value) => {
    const of = withParameter(name, value);
    const stage = await deployed();
    const deploy = await stage.run(planOf('deploy', { of }));
    expect(deploy.finished?.requires.map(({ host }) => host)).toEqual(['db1', 'db2', 'db3']);
    expect(JSON.stringify(deploy.finished?.requires)).toContain(`postgresql.${name}`);

    const leader = stage.world.host('db1').database?.cluster.leader ?? '';
    const run = await stage.run(planOf('reconfigure', { of }));
    expect(run.finished).toMatchObject({ outcome: 'done', requires: [] });
    expect(restarts(run)).toHaveLength(3);
    expect(restarts(run).at(-1)).toBe(`databases/${leader}/restart`);
    expect(stage.world.host('db1').database?.cluster.leader).not.toBe(leader);

    expect(restarts(await stage.run(planOf('reconfigure', { of })))).toEqual([]);
    expect((await stage.run(planOf('deploy', { of }))).finished).toMatchObject({
      ...{ outcome: 'done', requires: [], counts: { changed: 0 } },
    });
  });

  test('that becomes smaller restarts the leader in place first, so that no database waits for a restart', async () => {
    const stage = await deployed();
    expect(
      (await stage.run(planOf('reconfigure', { of: withParameter('max_connections', 500) }))).exitCode,
    ).toBe(0);
    const of = withParameter('max_connections', 150);
    const leader = stage.world.host('db1').database?.cluster.leader ?? '';
    const began = stage.world.applied.length;
    const run = await stage.run(planOf('reconfigure', { of }));
    expect(run.finished).toMatchObject({ outcome: 'done', requires: [] });
    const passed = run.events.flatMap((event) => (event.kind === 'gate.finished' ? [event.gate] : []));
    expect(passed.filter((gate) => gate === 'parameters-reduced')).toHaveLength(1);
    const effects = stage.world.applied
      .slice(began)
      .filter(({ kind, what }) => kind === 'effect' && what.includes('database'));
    expect(effects[0]?.what).toBe(`database ${leader} restarted in place`);
    expect(effects.filter(({ what }) => what.endsWith('in place'))).toHaveLength(1);
    const values = ['db1', 'db2', 'db3'].map(
      (host) => stage.world.host(host).database?.parameters?.['max_connections'],
    );
    expect(values).toEqual(['150', '150', '150']);
  });

  test('that needs standbys first, and one that needs the leader first, are refused together', async () => {
    const stage = await deployed();
    const one = withParameter('max_connections', 500);
    const parameters = { ...one.native!.parameters, max_worker_processes: 4 };
    const of = { ...one, native: { ...one.native!, parameters } };
    const run = await stage.run(planOf('reconfigure', { of }));
    expect(run.finished?.counts).toMatchObject({ changed: 0 });
    expect(JSON.stringify(run.finished?.problems)).toContain(
      'max_connections becomes larger and max_worker_processes becomes smaller, which needs two runs',
    );
  });

  test('that a database does not run with fails the last gate', async () => {
    const stage = await deployed();
    const of = withParameter('max_connections', 500);
    const run = await stage.run(planOf('reconfigure', { of }), {
      on: (event) => {
        if (event.kind !== 'gate.started' || event.gate !== 'settings-applied') return;
        const member = stage.world.host('db2').database!;
        member.parameters = { ...member.parameters, max_connections: '300' };
      },
    });
    expect(run.exitCode).not.toBe(0);
    expect(JSON.stringify(run.finished?.problems)).toContain(
      'waits for a restart to apply a changed parameter',
    );
  });

  test.each(['deploy', 'reconfigure'] as const)('that is fixed is refused by %s', async (playbook) => {
    const secrets = { ...material.secrets, replicator_password: new Secret('another') };
    const stage = await deployed();
    const run = await stage.run(planOf(playbook, { with: { ...material, secrets } }));
    expect(run.exitCode).toBe(7);
    expect(run.finished).toMatchObject({ counts: { changed: 0 } });
    expect(run.finished?.problems.map(({ where, what }) => `${where}: ${String(what)}`)).toEqual([
      'db1, db2, db3: these settings differ from those of the running member, and cannot be changed: replicator_password',
    ]);
  });

  test('that is fixed is refused by a command that writes the files of the other members', async () => {
    const secrets = { ...material.secrets, erlang_cookie: new Secret('another') };
    const stage = await deployed();
    const member = hostNamed(cluster, 'rabbit5');
    const plan = buildPlan({
      playbook: playbookNamed('remove-broker'),
      cluster,
      change: { kind: 'remove', member, state: 'running', down: [] },
      material: { ...material, secrets },
    });
    const run = await stage.run(plan);
    expect(run.exitCode).toBe(7);
    expect(run.finished).toMatchObject({ counts: { changed: 0 } });
    expect(JSON.stringify(run.finished?.problems)).toContain('cannot be changed: erlang_cookie');
  });

  test('is applied by the next run if a run was killed', async () => {
    const of = withParameter('shared_buffers', '2GB');
    const stage = await deployed();
    const stop = new AbortController();
    const first = await stage.run(planOf('reconfigure', { of }), {
      signal: stop.signal,
      on: (event) => {
        if (event.kind === 'step.finished' && event.step.endsWith('/restart')) stop.abort();
      },
    });
    const second = await stage.run(planOf('reconfigure', { of }));
    expect(second.finished).toMatchObject({ outcome: 'done' });
    expect(new Set([...restarts(first), ...restarts(second)]).size).toBe(3);
    expect(restarts(first).length + restarts(second).length).toBe(3);
  });
});
