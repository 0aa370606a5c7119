import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import {
  fitsWidth,
  keepPicture,
  openPage,
  seriousViolations,
  startBrowser,
  VIEWS,
} from '../../support/browser.ts';
import type { OpenedPage, View } from '../../support/browser.ts';
import type { AbsolutePath } from '../../../src/model/names.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { deployed, type Operator } from './operator.ts';

jest.setTimeout(240_000);

/** A secret that an operator has typed into files by hand, and that no inventory has. */
const TYPED = 'qX7typedByHand04711';
const HAPROXY = '/etc/haproxy/haproxy.cfg';
const CONFIG = '/etc/cloudify/config.yaml';

let ada: Operator;
let browser: Browser;
/** Pages by name. */
const pages: Record<string, string> = {};

beforeAll(async () => {
  ada = await deployed();
  pages['deploy'] = newestPage();
  edit(
    'lb1',
    HAPROXY,
    (text) => `${text.replace('maxconn', 'maxconn 7 #')}\nuser ann ${TYPED}\n# old ${TYPED}\n`,
  );
  edit('manager2', CONFIG, (text) => `${text}\nagent: { broker_password: ${TYPED} } # ${TYPED}\n`);
  expect((await ada.quorate('deploy')).code).toBe(0);
  pages['repaired'] = newestPage();
  edit('manager2', CONFIG, (text) => `${text}\nleft: over\n`);
  const failed = await ada.quorate('deploy', [], { faults: failedWrite });
  expect(failed.code).toBe(4);
  pages['failed'] = newestPage();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  ada.leave();
});

/** The disk of the host is full when its settings are written. */
const failedWrite: Faults = ({ host, method, detail }) =>
  host === 'manager2' && method === 'change' && detail.includes(CONFIG)
    ? { kind: 'disk-full', ms: 600_000 }
    : undefined;

const runsDirectory = () => join(ada.folder, '.quorate/demo/runs');
const newestRun = () => join(runsDirectory(), readdirSync(runsDirectory()).toSorted().at(-1) ?? '');
const newestPage = () => join(newestRun(), 'report.html');

/** Edits a file on a simulated host by hand. */
function edit(host: string, path: AbsolutePath, change: (text: string) => string): void {
  const { files } = ada.hosts.world.host(host);
  const file = files.get(path);
  if (!file) throw new Error(`${host} has no ${path}`);
  files.set(path, { ...file, content: change(file.content), sha256: 'edited' });
}

async function open(name: string, view: View): Promise<OpenedPage> {
  const opened = await openPage(browser, `file://${pages[name]}`, view);
  await opened.page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })');
  return opened;
}

const textOf = ({ page }: OpenedPage) => page.locator('body').innerText();

describe.each(VIEWS)('report.html at $width pixels, $scheme', (view) => {
  test.each(['deploy', 'repaired', 'failed'])(
    'the page of a run (%s) fits, requests nothing, and has no serious violation of accessibility',
    async (name) => {
      const opened = await open(name, view);
      await keepPicture(opened.page, `report-${name}`, view);
      expect(opened.faults).toEqual([]);
      expect(await fitsWidth(opened.page)).toBe(true);
      expect(await seriousViolations(opened.page)).toEqual([]);
      const background = await opened.page.evaluate<string>(
        'getComputedStyle(document.body).backgroundColor',
      );
      expect(background).toBe(view.scheme === 'dark' ? 'rgb(22, 24, 27)' : 'rgb(255, 255, 255)');
      await opened.page.context().close();
    },
  );
});

const wide: View = { width: 1280, scheme: 'light' };

test('the page of a deploy shows its timeline, hosts and changes', async () => {
  const text = await textOf(await open('deploy', wide));
  expect(text).toMatch(/^deploy demo: done\n/);
  for (const part of ['Timeline', 'Critical path', 'Hosts', 'Changes', 'Phases', 'quorate '])
    expect(text).toContain(part);
  expect(text).toMatch(/database\s+db1 ✔ healthy/i);
  expect(text).toContain('no earlier run of this command');
});

test('the page shows what changed in a file, without any secret that only the host has', async () => {
  const opened = await open('repaired', wide);
  const text = await textOf(opened);
  expect(text).toContain(`${HAPROXY} (changed)`);
  expect(text).toMatch(/^- .*maxconn 7 #/m);
  expect(text).toMatch(/^-user ann \[secret\]$/m);
  expect(text).toContain(`${CONFIG} (changed)`);
  expect(text).toMatch(/broker_password: \[secret\]/);
  expect(text).toMatch(/Previous run of this command, .*: done in/);
  const files = readdirSync(newestRun(), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  expect(files.map(({ name }) => name)).toContain('events.ndjson');
  for (const { parentPath, name } of files)
    expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain(TYPED);
});

test('the page of a failed run shows the failure with its cause and the lines of the host', async () => {
  const text = await textOf(await open('failed', wide));
  expect(text).toMatch(/^deploy demo: failed\n/);
  expect(text).toMatch(/Failures\s+manager2: /);
  expect(text).toMatch(/no space left/i);
  expect(text).toMatch(/Next\s+/);
});

test('a printed page is black on white, and shows the changes', async () => {
  const { page } = await openPage(browser, `file://${pages['repaired']}`, { width: 1280, scheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe(
    'rgb(255, 255, 255)',
  );
  expect(await page.locator('body').innerText()).toContain(`${HAPROXY} (changed)`);
});
