import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import {
  fitsWidth,
  keepPicture,
  openPage,
  seriousViolations,
  startBrowser,
  VIEWS,
} from '../../support/browser.ts';
import { goodRun } from '../../unit/report/stream.ts';
import { startWatch } from './live-page.ts';
import type { LivePage } from './live-page.ts';
import { MARKER } from './operator-directory.ts';
import { watchedCluster } from './watched-cluster.ts';
import type { WatchedCluster } from './watched-cluster.ts';

// A limit, not an expectation: a browser starts slowly on a machine that has much else to do.
jest.setTimeout(180_000);

let cluster: WatchedCluster;
let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  cluster = await watchedCluster();
  browser = await startBrowser();
});
afterEach(async () => {
  cluster.hanging.clear();
  rmSync(join(cluster.folder, '.quorate', 'demo', 'runs', RUN), { recursive: true, force: true });
  await live.interrupt();
});
afterAll(async () => {
  await browser.close();
  cluster.leave();
});

const RUN = '20991231T000000Z-deploy';
const gate = goodRun.findIndex(({ kind }) => kind === 'gate.polled') + 1;

/** Writes events of a run as another process does. */
function record(events: typeof goodRun): void {
  const directory = join(cluster.folder, '.quorate', 'demo', 'runs', RUN);
  mkdirSync(directory, { recursive: true });
  const at = cluster.watching.clock.now();
  const lines = events.map((event) => `${JSON.stringify({ ...event, at })}\n`);
  appendFileSync(join(directory, 'events.ndjson'), lines.join(''));
}

test.each(VIEWS)('the live page at $width pixels, $scheme', async (view) => {
  live = await startWatch(cluster);
  record(goodRun.slice(0, gate));
  const { page, faults } = await openPage(browser, live.url, view);
  await page.getByText('can lose 1 database, 1 broker, 1 manager').waitFor();
  await page.getByText('gate etcd-quorum: waiting').first().waitFor();
  expect(await page.locator('#connection').innerText()).toBe('live');
  const hosts = await page.locator('#hosts').innerText();
  for (const text of ['Databases', 'leader', 'sync replica', 'Brokers', 'Managers', 'Load balancers', 'UP'])
    expect(hosts).toContain(text);
  expect(await page.locator('#run').innerText()).toContain('deploy demo: running');
  expect(await seriousViolations(page)).toEqual([]);
  expect(await fitsWidth(page)).toBe(true);
  await keepPicture(page, 'watch-running', view);

  cluster.hanging.add('db3');
  record(goodRun.slice(gate));
  await page.getByText('deploy demo: done in 2m 48s').first().waitFor();
  await page.getByText('last answer').waitFor();
  await page.getByText('can lose 0 databases, 1 broker, 1 manager').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await keepPicture(page, 'watch-unreached', view);
  expect(await page.content()).not.toContain(MARKER);
  expect(page.url()).toBe(`${live.origin}/`);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('the page states that its program has ended', async () => {
  live = await startWatch(cluster);
  const [view = { width: 400, scheme: 'light' } as const] = VIEWS;
  const { page } = await openPage(browser, live.url, view);
  await page.getByText('can lose 1 database').waitFor();
  expect(await live.interrupt()).toBe(0);
  await page.getByText('no connection to quorate watch').waitFor();
  await page.context().close();
});
