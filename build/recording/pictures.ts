/**
 * Writes the pictures of the live page and of a report in the documentation. `npm run pictures` takes them in Chromium
 * from the cluster that the last deploy of the lab left, and from the report of that deploy (`npm run demo` makes both).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { LabPages } from '../../test/e2e/support/lab-pages.ts';
import { INVENTORY, runDirectories } from '../../test/e2e/support/quorate.ts';
import { paths } from '../../test/lab/paths.ts';

const PICTURES = join(paths.repository, 'docs/pictures');
const SIZE = { width: 1100, height: 800 };

/** Takes the top of a page, for readers with light and with dark pages. */
async function take(page: Page, name: string): Promise<void> {
  await page.setViewportSize(SIZE);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
  }
}

const report = runDirectories().findLast((one) => one.endsWith('-deploy'));
if (report === undefined) throw new Error('the lab has no deploy yet; run: npm run demo');
mkdirSync(PICTURES, { recursive: true });
const pages = await LabPages.open(INVENTORY);
try {
  await pages.shows('can lose 1 database, 1 broker, 2 managers');
  await take(pages.live.page, 'watch');
  await take((await pages.openReport(join(report, 'report.html'))).page, 'report');
} finally {
  await pages.close();
}
