import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../lab/paths.ts';
import { ENVIRONMENT } from '../lab/shell.ts';
import {
  fitsWidth,
  keepPicture,
  openPage,
  seriousViolations,
  startBrowser,
  VIEWS,
} from '../support/browser.ts';
import type { OpenedPage } from '../support/browser.ts';
import { INVENTORY, quorate, runDirectories } from './support/quorate.ts';
import type { Ended } from './support/quorate.ts';
import { leaksIn, secretForms } from './support/secrets.ts';

const MINUTE = 60_000;
const WIDE = { width: 1280, scheme: 'light' } as const;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
}, MINUTE);
afterAll(() => browser.close());

/** Asserts what every page has in every view: it fits, and axe-core finds nothing serious. Keeps a picture of each. */
async function expectReadable(page: Page, name: string): Promise<void> {
  for (const view of VIEWS) {
    await page.setViewportSize({ width: view.width, height: 900 });
    await page.emulateMedia({ colorScheme: view.scheme });
    expect(await fitsWidth(page)).toBe(true);
    expect(await seriousViolations(page)).toEqual([]);
    await keepPicture(page, name, view);
  }
}

/** Uses the cluster that the demo left. */
describe('the pages of a run on real hosts', () => {
  let watch: ChildProcess;
  let live: OpenedPage;
  let restart: Promise<Ended>;

  beforeAll(async () => {
    const words = ['dist/quorate.js', 'watch', INVENTORY, '--interval', '2'];
    watch = spawn('node', words, {
      cwd: paths.repository,
      env: { ...ENVIRONMENT },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: watch.stdout as NonNullable<ChildProcess['stdout']> });
    const [url] = (await once(lines, 'line')) as [string];
    live = await openPage(browser, url, WIDE);
  }, 2 * MINUTE);
  afterAll(async () => {
    const ended = once(watch, 'exit');
    watch.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  }, MINUTE);

  test(
    'watch shows the cluster, and a run of another process while it runs',
    async () => {
      const { page } = live;
      await page.getByText('can lose 1 database, 1 broker, 1 manager').waitFor({ timeout: 2 * MINUTE });
      const hosts = await page.locator('#hosts').innerText();
      for (const text of ['leader', 'Brokers', 'rabbit3', 'Managers', 'Load balancers', 'UP'])
        expect(hosts).toContain(text);
      restart = quorate('restart', INVENTORY, '--role', 'broker', '--yes');
      await page
        .getByText(/^restart .*: running/)
        .first()
        .waitFor({ timeout: MINUTE });
      await expectReadable(page, 'lab-watch-running');
    },
    4 * MINUTE,
  );

  test(
    'watch shows the end of the run and the healthy cluster after it',
    async () => {
      const { page, faults } = live;
      const ended = await restart;
      expect(`${ended.code} ${ended.stderr}`).toMatch(/^0 /);
      await page
        .getByText(/^restart .*: done in/)
        .first()
        .waitFor({ timeout: MINUTE });
      await page.getByText('can lose 1 database, 1 broker, 1 manager').waitFor({ timeout: 2 * MINUTE });
      expect(leaksIn(await page.content(), await secretForms())).toEqual([]);
      expect(faults).toEqual([]);
    },
    10 * MINUTE,
  );

  test(
    'report.html of the run shows its timeline, phases and hosts',
    async () => {
      const directory = runDirectories().findLast((one) => one.endsWith('-restart')) ?? '';
      const { page, faults } = await openPage(browser, `file://${join(directory, 'report.html')}`, WIDE);
      const text = await page.locator('body').innerText();
      expect(text).toMatch(/^restart .*: done\n/);
      for (const part of ['Timeline', 'Critical path', 'Hosts', 'Phases', 'rabbit3'])
        expect(text).toContain(part);
      expect(leaksIn(await page.content(), await secretForms())).toEqual([]);
      await expectReadable(page, 'lab-report');
      expect(faults).toEqual([]);
    },
    2 * MINUTE,
  );
});
