import { describe, expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../src/events/events.ts';
import { checkCluster } from '../lab/check.ts';
import { exec } from '../lab/containers.ts';
import { disconnect, growDisk, kill, powerOn, reboot, reconnect, smallDisk } from '../lab/faults.ts';
import { tenHosts } from '../lab/hosts.ts';
import { reset } from '../lab/lab.ts';
import { sleep } from '../lab/shell.ts';
import { drawKills, oneByOne, sampleOf } from '../support/kills.ts';
import type { Kill } from '../support/kills.ts';
import { begin } from './support/live.ts';
import type { Live } from './support/live.ts';
import { finished, INVENTORY } from './support/quorate.ts';
import { seed, SOAK } from './support/seed.ts';

const MINUTE = 60_000;
const SEED = seed();
const OVERLAPPED = ['--playbook', 'playbooks/deploy-overlapped.yaml'];

jest.setTimeout(12 * MINUTE);

const deploy = (): Live => begin('deploy', INVENTORY, ...OVERLAPPED);
/** Its job runs: before, it may wait for its turn. */
const runs = (step: string) => (event: RunEvent) => event.kind === 'step.output' && event.step === step;
const starts = (step: string) => (event: RunEvent) => event.kind === 'step.started' && event.step === step;

/** Runs to the end; what a run leaves undone the next one does. @returns how many runs it took */
async function complete(atMost: number): Promise<number> {
  for (let runs = 1; ; runs += 1) {
    const run = deploy();
    const code = await run.ended;
    if (code === 0) return runs;
    expectClear(run, code);
    if (runs === atMost) throw new Error(`not complete after ${runs} runs: exit code ${code}`);
  }
}

/** A failed run says of which host, what, and what to do. */
function expectClear({ events }: Live, code: number): void {
  const { problems } = finished(events);
  console.info(
    problems
      .flatMap(({ where, what, lines = [] }) => [`exit code ${code}: ${where}: ${what}`, ...lines.slice(-5)])
      .join('\n'),
  );
  expect([3, 4, 5]).toContain(code);
  expect(problems.length).toBeGreaterThan(0);
  for (const { where, what, next } of problems) {
    expect({ what, where }).toEqual({ what, where: expect.stringMatching(/\w/) });
    expect({ what, next }).toEqual({ what, next: expect.stringMatching(/\w/) });
  }
}

const FAILED = ['systemctl', 'list-units', '--failed', '--no-legend', '--plain', 'quorate-*'];

async function expectWhole(): Promise<void> {
  expect((await checkCluster()).filter(({ ok }) => !ok)).toEqual([]);
  const failed = await Promise.all(tenHosts.map(async ({ name }) => (await exec(name, FAILED)).stdout));
  expect(failed.filter(Boolean)).toEqual([]);
  const again = deploy();
  expect(await again.ended).toBe(0);
  expect(finished(again.events)).toMatchObject({ counts: { changed: 0, failed: 0 } });
}

/** Of a job: its deployer, its unit or its host dies. */
const BREAKERS = {
  deployer: (run: Live) => run.kill(),
  unit: (_: Live, host: string) =>
    exec(host, ['systemctl', 'kill', '--signal=KILL', '--kill-who=all', 'quorate-*']),
  host: async (_: Live, host: string) => {
    await kill(host);
    await sleep(5000);
    await powerOn(host);
  },
} as const;

describe(`a deploy on bare hosts, broken (QUORATE_SEED=${SEED})`, () => {
  /** Ten deploys broken once, or one broken twice. */
  const rounds = SOAK ? oneByOne(drawKills(SEED, SOAK)) : [sampleOf(SEED)];

  async function strike({ how, step, host, afterMs }: Kill): Promise<void> {
    const run = deploy();
    if (!(await run.seen(runs(step)))) throw new Error(`${step} never ran: ${await run.ended}`);
    await sleep(afterMs);
    await BREAKERS[how](run, host);
    const code = await run.ended;
    if (how === 'deployer') return;
    if (code === 0) console.info(`the run went on when the ${how} of ${step} was killed`);
    else expectClear(run, code);
  }

  test.each(rounds)('$name: completed by running it again', async ({ kills }) => {
    await reset({ yes: true });
    for (const one of kills) await strike(one);
    expect(await complete(2)).toBeLessThanOrEqual(2);
    await expectWhole();
  });
});

if (SOAK)
  describe('a deploy on bare hosts, disturbed during installs', () => {
    /** Each while its host installs, and over after a while. */
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

    test('sshd restarted, network cut for 30 s, rebooted, disk full and freed: completed, at the latest by running it again', async () => {
      await reset({ yes: true });
      const left = new Map(Object.entries(disturb));
      let runs = 0;
      for (let code = -1; code !== 0; runs += 1) {
        expect(runs).toBeLessThan(5);
        const run = deploy();
        const done = [...left].map(async ([step, now]) => {
          if (!(await run.seen(starts(step)))) return;
          left.delete(step);
          await now();
        });
        code = await run.ended;
        await Promise.all(done);
        if (code !== 0) expectClear(run, code);
      }
      console.info(`${runs} runs`);
      expect([...left.keys()]).toEqual([]);
      await expectWhole();
    });
  });
