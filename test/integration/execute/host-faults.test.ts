import { beforeEach, describe, expect, test } from '@jest/globals';
import { QuorateError } from '../../../src/errors/errors.ts';
import type { Problem } from '../../../src/errors/errors.ts';
import { inspect } from '../../../src/execute/read/inspect.ts';
import { nextText } from '../../../src/model/next-step.ts';
import { renderProblems } from '../../../src/report/problems.ts';
import { textFile } from '../../../src/simulate/world/files.ts';
import { planFor, Stage } from '../../support/simulated.ts';
import { cluster } from '../../unit/platforms/cloudify/fixture.ts';

const plan = planFor('deploy');
const READ_ONLY = 'the file system /var is read-only';

/** `HOST: WHAT` of each problem, without what gates print after the fault. */
const lines = (problems: readonly Problem[] = []) => problems.map(({ where, what }) => `${where}: ${what}`);

/** The problems that `plan` prints, and the exit code of its error. */
async function inspected(stage: Stage): Promise<{ code?: number; lines: readonly string[] }> {
  let found: { code?: number; lines: readonly string[] } = { lines: [] };
  await stage.run(plan, {
    start: async (whole, env) => {
      try {
        found = { lines: lines((await inspect(whole, env)).refusal?.problems ?? []) };
      } catch (error) {
        if (!(error instanceof QuorateError)) throw error;
        found = { code: error.exitCode, lines: lines(error.problems) };
      }
      return 0;
    },
  });
  return found;
}

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});
const host = (name: string) => stage.world.host(name);
const readOnly = (...names: readonly string[]) => names.forEach((name) => host(name).readOnly.add('/var'));
const damageReceipt = (name: string) =>
  host(name).files.set(
    '/var/lib/quorate/receipts/package',
    textFile('{"v":2', { mode: 0o600, owner: 'root:root', mtime: 0 }),
  );

describe('before anything is changed, plan and deploy report every fault of every host', () => {
  test('a read-only /var on two hosts, a full disk and a wrong clock', async () => {
    readOnly('db1', 'rabbit2');
    host('rabbit2').diskFree = 0;
    host('manager3').clockOffsetMs = 3_600_000;
    const expected = [
      `db1: ${READ_ONLY}`,
      `rabbit2: ${READ_ONLY}`,
      'rabbit2: gate hosts-ready did not pass: has 0 MB free on /, 512 MB is needed',
      expect.stringMatching(
        /^rabbit2: gate hosts-ready did not pass: has 0 MB free on \/var, \d+ MB is needed$/,
      ),
      'rabbit2: gate hosts-ready did not pass: has 0 MB free on /opt, 1024 MB is needed',
      'rabbit2: gate hosts-ready did not pass: has 0 MB free on /etc, 16 MB is needed',
      "manager3: gate hosts-ready did not pass: its clock is 1h 00m ahead of the other hosts'",
    ];
    expect(await inspected(stage)).toEqual({ lines: expected });
    const run = await stage.run(plan);
    expect(run.exitCode).toBe(5);
    expect(lines(run.finished?.problems)).toEqual(expected);
    expect(run.events.filter(({ kind }) => kind === 'lock.acquired')).toEqual([]);
    expect(stage.world.applied).toEqual([]);
    expect(nextText(run.finished?.problems[0]?.next ?? '')).toContain('on db1: mount -o remount,rw /var');
    expect(renderProblems(run.finished?.problems ?? [])).toContain(`db1, rabbit2: ${READ_ONLY}`);
  });

  test('an unreachable host, unreadable data, and the faults of both that host and of others', async () => {
    stage.world.powerOff('db2');
    damageReceipt('db3');
    readOnly('db3', 'manager1');
    host('db3').clockOffsetMs = 3_600_000;
    const expected = [
      'db3: cannot read /var/lib/quorate/receipts/package',
      expect.stringMatching(/^db2: /),
      `db3: ${READ_ONLY}`,
      `manager1: ${READ_ONLY}`,
      "db3: gate hosts-ready did not pass: its clock is 1h 00m ahead of the other hosts'",
    ];
    expect(await inspected(stage)).toEqual({ code: 7, lines: expected });
    const run = await stage.run(plan);
    expect({ code: run.exitCode, lines: lines(run.finished?.problems) }).toEqual({
      code: 7,
      lines: expected,
    });
    expect(stage.world.applied).toEqual([]);
  });
});

test('an obstacle in a directory to which the run does not write is no fault', async () => {
  await stage.run(plan);
  host('db1').readOnly.add('/etc/cloudify');
  host('db2').files.delete('/etc/cloudify/config.yaml');
  expect(await inspected(stage)).toEqual({ lines: [] });
  expect((await stage.run(plan)).exitCode).toBe(0);
  host('db1').files.delete('/etc/cloudify/config.yaml');
  const fault = 'db1: the file system /etc/cloudify is read-only';
  expect(await inspected(stage)).toEqual({ lines: [fault] });
  expect(lines((await stage.run(plan)).finished?.problems)).toEqual([fault]);
});

test('a host with an obstacle does not keep a complete cluster from being checked', async () => {
  await stage.run(plan);
  for (const { name } of cluster.hosts) readOnly(name);
  expect(await inspected(stage)).toEqual({ lines: [] });
  expect((await stage.run(plan)).exitCode).toBe(0);
});

test('a first gate that fails does not hide the faults that the next ones would find', async () => {
  const [preflight, ...phases] = plan.phases;
  const [ready] = preflight?.gates ?? [];
  if (!preflight || !ready) throw new Error('the playbook has no preflight gate');
  const text = JSON.stringify(ready.args).replaceAll('"hostname":"db2"', '"hostname":"renamed"');
  const gates = [ready, { ...ready, args: JSON.parse(text) as typeof ready.args }];
  host('db1').clockOffsetMs = 3_600_000;
  const run = await stage.run({ ...plan, phases: [{ ...preflight, gates }, ...phases] });
  expect(run.exitCode).toBe(5);
  const reported = lines(run.finished?.problems);
  expect(reported).toContain(
    "db1: gate hosts-ready did not pass: its clock is 1h 00m ahead of the other hosts'",
  );
  expect(reported).toContain('db2: gate hosts-ready did not pass: has the hostname db2, not renamed');
  expect(stage.world.applied.filter(({ kind }) => kind !== 'receipt')).toEqual([]);
});
