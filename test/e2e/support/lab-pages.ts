import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../../lab/paths.ts';
import { ENVIRONMENT } from '../../lab/shell.ts';
import { fitsWidth, keepPicture, openPage, seriousViolations, startBrowser } from '../../support/browser.ts';
import type { OpenedPage, View } from '../../support/browser.ts';

const MINUTE = 60_000;
const WIDE = { width: 1280, scheme: 'light' } as const;

/** A phone and a workstation. The tests on simulated hosts cover every combination. */
const VIEWS: readonly View[] = [
  { width: 400, scheme: 'dark' },
  { width: 1280, scheme: 'light' },
];

/** The pages of the lab's cluster in Chromium: `quorate watch`, and the reports of runs. */
export class LabPages {
  readonly live: OpenedPage;
  readonly #browser: Browser;
  readonly #watch: ChildProcess;

  private constructor(browser: Browser, watch: ChildProcess, live: OpenedPage) {
    this.#browser = browser;
    this.#watch = watch;
    this.live = live;
  }

  /** Starts `quorate watch` and opens its page. The caller closes it. */
  static async open(inventory: string): Promise<LabPages> {
    const browser = await startBrowser();
    const watch = spawn('node', ['dist/quorate.js', 'watch', inventory, '--interval', '2'], {
      cwd: paths.repository,
      env: { ...ENVIRONMENT },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: watch.stdout });
    const [url] = (await once(lines, 'line', { signal: AbortSignal.timeout(MINUTE) })) as [string];
    return new LabPages(browser, watch, await openPage(browser, url, WIDE));
  }

  /** Waits for a text on the live page. @throws Error after the limit */
  async shows(text: RegExp | string, limitMs = MINUTE): Promise<void> {
    await this.live.page.getByText(text).first().waitFor({ timeout: limitMs });
  }

  openReport(file: string): Promise<OpenedPage> {
    return openPage(this.#browser, `file://${file}`, WIDE);
  }

  /** Ends the browser and `watch`. @returns the exit code of `watch` */
  async close(): Promise<number | null> {
    await this.#browser.close();
    const ended = once(this.#watch, 'exit') as Promise<[number | null]>;
    this.#watch.kill('SIGINT');
    return (await ended)[0];
  }
}

/** Keeps a picture of a page in each view. @returns its faults: too wide, or a serious violation of accessibility */
export async function faultsInViews(page: Page, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const view of VIEWS) {
    await page.setViewportSize({ width: view.width, height: 900 });
    await page.emulateMedia({ colorScheme: view.scheme });
    if (!(await fitsWidth(page))) faults.push(`wider than ${view.width} pixels`);
    faults.push(...(await seriousViolations(page)));
    await keepPicture(page, name, view);
  }
  return faults;
}
