import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { inspect } from '../../../src/execute/read/inspect.ts';
import type { Inspection } from '../../../src/execute/read/inspect.ts';
import type { Forecast } from '../../../src/model/plan/forecast.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { Material } from '../../../src/model/material.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { Secret } from '../../../src/model/secret.ts';
import { forecastOf } from '../../../src/plan/compare/forecast.ts';
import { killAt } from '../../support/scripted-faults.ts';
import { planFor, Stage } from '../../support/simulated.ts';
import type { Rehearsal } from '../../support/simulated.ts';
import {
  cluster as tenHosts,
  host,
  material as tenMaterial,
  TELLTALE,
} from '../../unit/platforms/cloudify/fixture.ts';

jest.setTimeout(120_000);

/** The operator's input: the inventory and its local files. */
interface Input {
  readonly cluster: Cluster;
  readonly material: Material;
}
const original: Input = { cluster: tenHosts, material: tenMaterial };
const ELEVEN: Cluster = { ...tenHosts, hosts: [...tenHosts.hosts, host('new1', 'load_balancer', 42)] };

const READS = ['connect', 'survey', 'read', 'ask', 'request'];

/** Inspects the hosts like `plan`. Asserts that this only reads. */
async function inspected(stage: Stage, plan: Plan): Promise<Inspection> {
  let seen: Inspection | undefined;
  const before = stage.world.applied.length;
  await stage.run(plan, {
    start: async (whole, env) => {
      seen = await inspect(whole, env);
      return 0;
    },
  });
  if (!seen) throw new Error('the hosts were not inspected');
  expect(stage.world.applied).toHaveLength(before);
  expect([...new Set(stage.calls.map(({ method }) => method))].filter((m) => !READS.includes(m))).toEqual([]);
  return seen;
}

function marksOf(plan: Plan, seen: Inspection): ReadonlyMap<string, Forecast['mark']> {
  const { steps } = forecastOf(plan, seen, seen);
  expect(JSON.stringify(steps)).not.toContain(TELLTALE);
  return new Map(steps.map(({ step, mark }) => [step, mark]));
}

/** Each finished step, with the mark that predicts its outcome. */
function marksAfterwards({ events }: Rehearsal): readonly (readonly [string, Forecast['mark']])[] {
  return events.flatMap((event): readonly (readonly [string, Forecast['mark']])[] => {
    if (event.kind !== 'step.finished') return [];
    if (event.outcome === 'changed') return [[event.step, 'change']];
    expect(event.outcome).toBe('unchanged');
    return [[event.step, event.requires ? 'requires' : 'up-to-date']];
  });
}

/** Plans, deploys, and compares the outcome of each step with its predicted mark. */
async function deployAsPredicted(stage: Stage, { cluster, material }: Input): Promise<Rehearsal> {
  const plan = planFor('deploy', { cluster, material });
  const seen = await inspected(stage, plan);
  const marks = marksOf(plan, seen);
  const run = await stage.run(plan);
  const steps = marksAfterwards(run);
  const predicted = steps.map(([step, mark]) => [
    step,
    marks.get(step) === 'decided-at-run-time' ? mark : marks.get(step),
  ]);
  expect(steps).toEqual(predicted);
  if (run.exitCode === 0 && !seen.nothingToDo)
    expect(new Set(steps.map(([step]) => step))).toEqual(new Set(marks.keys()));
  if (seen.nothingToDo) expect(run.finished?.counts).toMatchObject({ changed: 0, failed: 0 });
  return run;
}

const hosts = (
  change: (one: Cluster['hosts'][number]) => Partial<Cluster['hosts'][number]>,
  of = original,
) => ({
  ...of,
  cluster: { ...of.cluster, hosts: of.cluster.hosts.map((one) => ({ ...one, ...change(one) })) },
});
const withMaterial = (change: Partial<Material>, of = original) => ({
  ...of,
  material: { ...of.material, ...change },
});
const renewed = (name: string) => ({
  certificate: `renewed certificate of ${name}\n`,
  key: new Secret(`${TELLTALE} renewed key of ${name}\n`),
});
const password = (name: keyof Material['secrets'], of: Input) =>
  withMaterial({ secrets: { ...of.material.secrets, [name]: new Secret(`${TELLTALE}-other-${name}`) } }, of);

type Edit = (of: Input) => Input;

/** Edits that operators make. None of them makes a gate fail. */
const EDITS: Readonly<Record<string, Edit>> = {
  'an overlay key of the brokers': (of) =>
    hosts((one) => (one.role === 'broker' ? { overlay: { rabbitmq: { fd_limit: 65536 } } } : {}), of),
  'an overlay key of one database': (of) =>
    hosts((one) => (one.name === 'db2' ? { overlay: { postgresql_server: { max: 1 } } } : {}), of),
  'the password of the database': (of) => password('postgres_password', of),
  'another etcd token': (of) => password('etcd_token', of),
  'a new license': (of) => withMaterial({ license: new Secret(`${TELLTALE} new license\n`) }, of),
  'a renewed certificate of a database': (of) =>
    withMaterial({ hosts: { ...of.material.hosts, db1: renewed('db1') } }, of),
  'a renewed certificate of the balancer': (of) =>
    withMaterial({ hosts: { ...of.material.hosts, lb1: renewed('lb1') } }, of),
  'another package': (of) =>
    withMaterial(
      { package: { path: '/workstation/packages/cloudify_7.0.5.deb', sha256: 'c3', size: 2 } },
      of,
    ),
  'another public address of a manager': (of) =>
    hosts((one) => (one.name === 'manager3' ? { publicIp: '203.0.113.33' } : {}), of),
  'names in the hosts file': (of) => ({ ...of, cluster: { ...of.cluster, nameResolution: 'hosts-file' } }),
  'no monitoring': (of) => ({ ...of, cluster: { ...of.cluster, monitoring: false } }),
};

describe('plan predicts each step of the deploy', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = new Stage({ cluster: ELEVEN });
    expect((await deployAsPredicted(stage, original)).exitCode).toBe(0);
  });

  test('predicts no change on a deployed cluster', async () => {
    const plan = planFor('deploy');
    const seen = await inspected(stage, plan);
    expect(seen.nothingToDo).toBe(true);
    expect([...marksOf(plan, seen).values()].filter((mark) => mark !== 'up-to-date')).toEqual([]);
  });

  test.each(Object.entries(EDITS))('after an edit, and after the edit is reverted: %s', async (_, edit) => {
    const edited = await deployAsPredicted(stage, edit(original));
    expect(edited.exitCode).toBe(0);
    const { counts, requires = [] } = edited.finished ?? {};
    expect((counts?.changed ?? 0) + requires.length).toBeGreaterThan(0);
    expect((await deployAsPredicted(stage, original)).exitCode).toBe(0);
    expect((await deployAsPredicted(stage, original)).finished?.counts.changed).toBe(0);
  });

  test('after several edits at once', async () => {
    const some = fc.sample(fc.subarray(Object.keys(EDITS), { minLength: 2 }), { numRuns: 8, seed: 5 });
    for (const names of some) {
      const edited = names.reduce((of, name) => EDITS[name]?.(of) ?? of, original);
      expect({ names, code: (await deployAsPredicted(stage, edited)).exitCode }).toEqual({ names, code: 0 });
    }
    expect((await deployAsPredicted(stage, original)).exitCode).toBe(0);
  });

  test.each<[string, Edit]>([['another password of the brokers', (of) => password('rabbitmq_password', of)]])(
    'up to the gate that fails because of an edit: %s',
    async (_, edit) => {
      expect((await deployAsPredicted(stage, edit(original))).exitCode).toBe(5);
      expect((await deployAsPredicted(stage, original)).exitCode).toBe(0);
    },
  );

  test('after files were deleted on the hosts', async () => {
    stage.world.host('db2').files.delete('/etc/cloudify/config.yaml');
    stage.world.host('lb1').files.delete('/etc/haproxy/haproxy.cfg');
    stage.world.host('manager1').files.delete('/etc/quorate/ca.crt');
    expect((await deployAsPredicted(stage, original)).exitCode).toBe(0);
  });

  test('with an added load balancer; two of its steps are decided at run time', async () => {
    const edited = { ...original, cluster: ELEVEN };
    const plan = planFor('deploy', edited);
    const marks = marksOf(plan, await inspected(stage, plan));
    const undecided = [...marks].filter(([, mark]) => mark === 'decided-at-run-time').map(([step]) => step);
    expect(undecided).toEqual(['load-balancers/new1/enable', 'load-balancers/new1/start']);
    expect((await deployAsPredicted(stage, edited)).exitCode).toBe(0);
  });
});

test('after a killed deploy, plan predicts each step of the next deploy', async () => {
  const whole = new Stage();
  await whole.run(planFor('deploy'));
  const calls = whole.calls.length;
  for (let index = 20; index < calls; index += Math.ceil(calls / 9)) {
    const stage = new Stage();
    await stage.run(planFor('deploy'), { faults: killAt(index, 'after') });
    expect({ index, code: (await deployAsPredicted(stage, original)).exitCode }).toEqual({ index, code: 0 });
  }
});
