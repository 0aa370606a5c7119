import { mkdirSync } from 'node:fs';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const PICTURES = new URL('../../reports/pictures/', import.meta.url);

/** Keeps Chromium from its own requests, and makes every name unresolvable, so that pages reach this machine only. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A width of the window in pixels and the colors that the reader prefers. */
export interface View {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** Every view in which a page is tested: a phone and a workstation, light and dark. */
export const VIEWS: readonly View[] = [400, 1280].flatMap((width) => [
  { width, scheme: 'light' },
  { width, scheme: 'dark' },
]);

/** A page that was opened, and everything that it did and must not do, one text each. */
export interface OpenedPage {
  readonly page: Page;
  /** Requests to elsewhere, refused contents, errors of scripts and messages that the browser reports as errors. */
  readonly faults: readonly string[];
}

/** Starts Debian's Chromium. The caller closes it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS, timeout: 60_000 });
}

/** Opens a page in a new context, without cookies. Requests outside the address's own origin are faults. */
export async function openPage(browser: Browser, url: string, { width, scheme }: View): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('request', (request) => {
    if (!isOwn(request.url(), url)) faults.push(`request to ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  await page.goto(url);
  return { page, faults };
}

/** True for the origin of the page. A page in a file may request only itself. */
function isOwn(requested: string, page: string): boolean {
  const own = new URL(page);
  if (own.protocol === 'file:') return requested.split('#')[0] === page.split('#')[0];
  return new URL(requested).origin === own.origin;
}

/** The violations that axe-core rates serious or critical, each with the first elements that it concerns. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html)
          .join(' | ')}`,
    );
}

/** True if the page is not wider than the window, so that the reader scrolls in one direction only. */
export function fitsWidth(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');
}

/** Keeps a picture of the whole page as `reports/pictures/NAME-WIDTH-SCHEME.png`. @returns its path */
export async function keepPicture(page: Page, name: string, { width, scheme }: View): Promise<string> {
  mkdirSync(PICTURES, { recursive: true });
  const path = new URL(`${name}-${width}-${scheme}.png`, PICTURES).pathname;
  await page.screenshot({ path, fullPage: true });
  return path;
}
