import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkCluster } from '../lab/check.ts';
import { eventsOf, finished, INVENTORY, journalOf, quorate, run, runDirectories } from './support/quorate.ts';
import type { RunEvent } from '../../src/events/events.ts';
import type { Ended } from './support/quorate.ts';
import { faultsInViews, LabPages } from './support/lab-pages.ts';
import { leaksBelow, leaksIn, secretForms } from './support/secrets.ts';
import { watchHosts } from './support/watch.ts';

const MINUTE = 60_000;

/** @returns the faults of the live page while the deploy runs */
async function duringRun(pages: LabPages): Promise<readonly string[]> {
  try {
    await pages.shows(/^deploy .*: running/, 10 * MINUTE);
    return await faultsInViews(pages.live.page, 'lab-watch-running');
  } catch (error) {
    return [(error as Error).message];
  }
}

function durationOf(events: readonly RunEvent[]): number {
  return (events.at(-1)?.at ?? NaN) - (events[0]?.at ?? NaN);
}

describe('npm run demo on empty hosts', () => {
  let demo: Ended;
  let leaked: readonly string[];
  let processes: number;
  let pages: LabPages;
  let ofLivePage: readonly string[];

  beforeAll(async () => {
    const up = await run(['npm', 'run', '--silent', 'lab', '--', 'up', '--yes']); // the watch needs the secrets
    if (up.code !== 0) throw new Error(up.stdout + up.stderr);
    const watch = await watchHosts();
    pages = await LabPages.open(INVENTORY);
    const running = duringRun(pages);
    demo = await run(['npm', 'run', '--silent', 'demo', '--', '--yes']);
    ofLivePage = await running;
    leaked = await watch.stop();
    processes = watch.seen();
  }, 25 * MINUTE);
  afterAll(async () => {
    expect(await pages.close()).toBe(0);
  }, MINUTE);

  test('deploys a cluster and prints its address', () => {
    if (demo.code !== 0) console.error(demo.stdout.slice(-6000), demo.stderr.slice(-3000));
    expect(demo.code).toBe(0);
    expect(demo.stdout).toContain('https://198.51.100.41/api/v3.1/status');
  });

  test(
    'builds a cluster that the independent check finds healthy',
    async () => {
      const findings = await checkCluster();
      expect(findings.filter((finding) => !finding.ok)).toEqual([]);
      expect(findings.length).toBeGreaterThan(15);
    },
    5 * MINUTE,
  );

  test('exposes no secret in a process list or in /tmp on any host', () => {
    expect(processes).toBeGreaterThan(1000);
    expect(leaked).toEqual([]);
  });

  test('prints no secret and leaves none on the workstation', async () => {
    const secrets = await secretForms();
    expect(leaksIn(demo.stdout + demo.stderr, secrets)).toEqual([]);
    expect(runDirectories().flatMap((directory) => leaksBelow(directory, secrets))).toEqual([]);
  });

  test('leaves a run directory whose last event reports success', () => {
    const directories = runDirectories().filter((directory) => directory.endsWith('-deploy'));
    expect(finished(journalOf(directories.at(-1) ?? ''))).toMatchObject({
      outcome: 'done',
      exitCode: 0,
      counts: { failed: 0 },
    });
  });

  test(
    'is shown by watch while it runs, and then the healthy cluster, in every view, with nothing requested from elsewhere',
    async () => {
      expect(ofLivePage).toEqual([]);
      await pages.shows(/^deploy .*: done in/);
      await pages.shows('can lose 1 database, 1 broker, 2 managers', 2 * MINUTE);
      const hosts = await pages.live.page.locator('#hosts').innerText();
      for (const text of ['leader', 'Brokers', 'rabbit3', 'Managers', 'Load balancers', 'UP'])
        expect(hosts).toContain(text);
      expect(await faultsInViews(pages.live.page, 'lab-watch')).toEqual([]);
      expect(leaksIn(await pages.live.page.content(), await secretForms())).toEqual([]);
      expect(pages.live.faults).toEqual([]);
    },
    5 * MINUTE,
  );

  test(
    'has a report with its timeline, phases and hosts, in every view',
    async () => {
      const directory = runDirectories().findLast((one) => one.endsWith('-deploy')) ?? '';
      const { page, faults } = await pages.openReport(join(directory, 'report.html'));
      const text = await page.locator('body').innerText();
      expect(text).toMatch(/^deploy .*: done\n/);
      for (const part of ['Timeline', 'Critical path', 'Hosts', 'Phases', 'rabbit3'])
        expect(text).toContain(part);
      expect(leaksIn(await page.content(), await secretForms())).toEqual([]);
      expect(await faultsInViews(page, 'lab-report')).toEqual([]);
      expect(faults).toEqual([]);
    },
    2 * MINUTE,
  );

  test('can be rehearsed with the durations of the lab', async () => {
    const rehearsed = await quorate('rehearse', INVENTORY, '--durations', 'lab', '--output', 'json');
    expect(rehearsed.code).toBe(0);
    const directories = runDirectories().filter((directory) => directory.endsWith('-deploy'));
    const [simulated, real] = [eventsOf(rehearsed), journalOf(directories.at(-1) ?? '')].map(durationOf);
    // Not an expectation, because the time of the lab depends on its machine.
    console.info(`the deploy took ${real} ms, its rehearsal ${simulated} ms of simulated time`);
  });
});
