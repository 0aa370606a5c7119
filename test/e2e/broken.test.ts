import { describe, expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../src/events/events.ts';
import { checkCluster } from '../lab/check.ts';
import { exec } from '../lab/containers.ts';
import { disconnect, growDisk, kill, powerOn, reboot, reconnect, smallDisk } from '../lab/faults.ts';
import { tenHosts } from '../lab/hosts.ts';
import { reset } from '../lab/lab.ts';
import { sleep } from '../lab/shell.ts';
import { advised } from '../support/advised.ts';
import { drawKills, oneByOne, sampleOf } from '../support/kills.ts';
import type { Kill } from '../support/kills.ts';
import { startRun } from './support/live.ts';
import type { LiveRun } from './support/live.ts';
import { finished, INVENTORY } from './support/quorate.ts';
import { seed, SOAK } from './support/seed.ts';

const MINUTE = 60_000;
const SEED = seed();
const OVERLAPPED = ['--playbook', 'playbooks/deploy-overlapped.yaml'];

jest.setTimeout(12 * MINUTE);

const deploy = (): LiveRun => startRun('deploy', INVENTORY, ...OVERLAPPED);
/** True once the step's job runs. A started step may still wait for a service mutex. */
const jobRuns = (step: string) => (event: RunEvent) => event.kind === 'step.output' && event.step === step;
const starts = (step: string) => (event: RunEvent) => event.kind === 'step.started' && event.step === step;

/** Repeats the deploy until it succeeds. @returns the number of runs */
async function complete(atMost: number): Promise<number> {
  for (let count = 1; ; count += 1) {
    const run = deploy();
    const code = await run.ended;
    if (code === 0) return count;
    expectClearProblems(run, code);
    if (count === atMost) throw new Error(`not complete after ${count} runs: exit code ${code}`);
  }
}

/** Asserts that each problem of a failed run names a host and the next action. */
function expectClearProblems({ events }: LiveRun, code: number): void {
  const { problems } = finished(events);
  console.info(
    problems
      .flatMap(({ where, what, lines = [] }) => [`exit code ${code}: ${where}: ${what}`, ...lines.slice(-5)])
      .join('\n'),
  );
  expect([3, 4, 5]).toContain(code);
  expect(problems.length).toBeGreaterThan(0);
  for (const { where, what, next } of advised(problems)) {
    expect({ what, where }).toEqual({ what, where: expect.stringMatching(/\w/) });
    expect({ what, next }).toEqual({ what, next: expect.stringMatching(/\w/) });
  }
}

const FAILED = ['systemctl', 'list-units', '--failed', '--no-legend', '--plain', 'quorate-*'];

async function expectCompleteCluster(): Promise<void> {
  expect((await checkCluster()).filter(({ ok }) => !ok)).toEqual([]);
  const failed = await Promise.all(tenHosts.map(async ({ name }) => (await exec(name, FAILED)).stdout));
  expect(failed.filter(Boolean)).toEqual([]);
  const again = deploy();
  expect(await again.ended).toBe(0);
  expect(finished(again.events)).toMatchObject({ counts: { changed: 0, failed: 0 } });
}

/** Kills the deployer of a job, its unit or its host. */
const KILLERS = {
  deployer: (run: LiveRun) => run.kill(),
  unit: (_: LiveRun, host: string) =>
    exec(host, ['systemctl', 'kill', '--signal=KILL', '--kill-who=all', 'quorate-*']),
  host: async (_: LiveRun, host: string) => {
    await kill(host);
    await sleep(5000);
    await powerOn(host);
  },
} as const;

describe(`a killed deploy of empty hosts (QUORATE_SEED=${SEED})`, () => {
  /** With SOAK, that many deploys with one kill each; otherwise one deploy with two kills. */
  const rounds = SOAK ? oneByOne(drawKills(SEED, SOAK)) : [sampleOf(SEED)];

  async function deployWithKill({ how, step, host, afterMs }: Kill): Promise<void> {
    const run = deploy();
    if (!(await run.waitFor(jobRuns(step)))) throw new Error(`${step} did not run: ${await run.ended}`);
    await sleep(afterMs);
    await KILLERS[how](run, host);
    const code = await run.ended;
    if (how === 'deployer') return;
    if (code === 0) console.info(`the run completed although the ${how} of ${step} was killed`);
    else expectClearProblems(run, code);
  }

  test.each(rounds)('$name: another run completes it', async ({ kills }) => {
    await reset({ yes: true });
    for (const drawn of kills) await deployWithKill(drawn);
    expect(await complete(2)).toBeLessThanOrEqual(2);
    await expectCompleteCluster();
  });
});

if (SOAK)
  describe('a deploy of empty hosts, disturbed during installs', () => {
    /** Temporary faults, each while its host runs the install step. */
    const disturb: Readonly<Record<string, () => Promise<unknown>>> = {
      'databases/db2/install': async () => {
        await sleep(1000);
        await exec('db2', ['systemctl', 'restart', 'ssh']);
      },
      'databases/db3/install': async () => {
        await smallDisk('db3', '/var/lib/patroni', 8);
        await sleep(30_000);
        await growDisk('db3', '/var/lib/patroni', 4096);
      },
      'other-brokers/rabbit2/install': async () => {
        await disconnect('rabbit2');
        await sleep(30_000);
        await reconnect('rabbit2');
      },
      'other-managers/manager2/install': async () => {
        await sleep(2000);
        await reboot('manager2');
      },
    };

    test('completes within five runs although sshd restarts, the network is cut for 30 s, a host reboots and a disk is full for a while', async () => {
      await reset({ yes: true });
      const left = new Map(Object.entries(disturb));
      let count = 0;
      for (let code = -1; code !== 0; count += 1) {
        expect(count).toBeLessThan(5);
        const run = deploy();
        const done = [...left].map(async ([step, now]) => {
          if (!(await run.waitFor(starts(step)))) return;
          left.delete(step);
          await now();
        });
        code = await run.ended;
        await Promise.all(done);
        if (code !== 0) expectClearProblems(run, code);
      }
      console.info(`${count} runs`);
      expect([...left.keys()]).toEqual([]);
      await expectCompleteCluster();
    });
  });
