import { describe, expect, test } from '@jest/globals';
import { hostNamed, type Host } from '../../../src/model/cluster.ts';
import { observe } from '../../../src/execute/read/observe.ts';
import { inspect, type Inspection } from '../../../src/execute/read/inspect.ts';
import { Stage } from '../../support/simulated.ts';
import { materialFor } from '../../unit/plan/shipped.ts';
import { cluster, material, planOf } from '../../unit/platforms/native/fixture.ts';

const like = (name: string, as: string, last: number): Host => ({
  ...hostNamed(cluster, name),
  name: as,
  hostname: as,
  address: `10.20.0.${last}`,
  privateIp: `10.20.0.${last}`,
  publicIp: `10.20.0.${last}`,
});
const db4 = like('db3', 'db4', 14);
const rabbit6 = like('rabbit5', 'rabbit6', 26);
const grown = { ...cluster, hosts: [...cluster.hosts, db4, rabbit6] };

async function deployed(): Promise<Stage> {
  const stage = new Stage({ cluster: grown, material: materialFor(grown) });
  const { finished } = await stage.run(planOf('deploy', { kind: 'deploy' }, cluster));
  expect(finished).toMatchObject({ outcome: 'done' });
  return stage;
}

const add = (member: Host) => {
  const hosts = [...cluster.hosts, member];
  return planOf(`add-${member.role}`, { kind: 'add', member, down: [] }, { ...cluster, hosts });
};

describe('a host with other versions than the members', () => {
  test.each([
    [db4, { 'postgresql-15': '15.19' }, 'would get postgresql-15 15.19; the members'],
    [db4, { libc6: '2.41' }, 'has glibc 2.41; the members'],
    [rabbit6, { 'rabbitmq-server': '3.12.1' }, 'would get rabbitmq-server 3.12.1; the members'],
  ])('%# is refused before anything is changed', async (member, offered, line) => {
    const stage = await deployed();
    stage.world.host(member.name).offered = offered;
    const { finished, exitCode } = await stage.run(add(member));
    expect(exitCode).toBe(7);
    expect(finished).toMatchObject({ counts: { changed: 0 } });
    expect(finished?.problems.map(({ where, what }) => `${where}: ${String(what)}`)).toEqual([
      expect.stringContaining(`${member.name}: ${line}`),
    ]);
  });

  test('is refused before it joins if its repositories offer another version meanwhile', async () => {
    const stage = await deployed();
    const { finished, exitCode } = await stage.run(add(db4), {
      on: (event) => {
        if (event.kind === 'step.started' && event.step === 'stage/db4/packages')
          stage.world.host('db4').offered = { patroni: '3.3.0' };
      },
    });
    expect(exitCode).toBe(7);
    expect(JSON.stringify(finished?.problems)).toContain('has patroni 3.3.0; the members');
    expect(stage.world.host('db4').database).toBeUndefined();
  });

  test('may be added with the versions of the members', async () => {
    const stage = await deployed();
    const { finished } = await stage.run(add(db4));
    expect(finished).toMatchObject({ outcome: 'done', problems: [] });
  });
});

test('the plan names the versions that will be installed', async () => {
  const seen: Inspection[] = [];
  await new Stage({ cluster, material }).run(planOf('deploy', { kind: 'deploy' }), {
    start: async (planned, env) => {
      seen.push(await inspect(planned, env));
      return 0;
    },
  });
  const packages = seen[0]?.steps.find(({ step }) => step.id === 'stage/rabbit1/packages');
  expect(packages?.packages).toEqual(['rabbitmq-server 3.10.8']);
});

test('status shows which packages of a host have a pending update', async () => {
  const stage = new Stage({ cluster, material });
  const plan = planOf('deploy', { kind: 'deploy' });
  await stage.run(plan);
  stage.world.host('rabbit2').offered = { 'rabbitmq-server': '3.10.9' };
  let updates;
  await stage.run(plan, {
    start: async (planned, env) => {
      updates = (await observe(planned, env)).updates;
      return 0;
    },
  });
  expect(updates).toMatchObject({
    db1: [],
    rabbit2: [{ name: 'rabbitmq-server', installed: '3.10.8', offered: '3.10.9' }],
    lb1: [],
  });
});
