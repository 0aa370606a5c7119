import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import type { FileForecast } from '../../../src/model/plan/forecast.ts';
import { pageView } from '../../../src/report/page/page-view.ts';
import { renderPage } from '../../../src/report/page/page.ts';
import { timelineOf } from '../../../src/report/page/timeline.ts';
import { htmlReporter } from '../../../src/report/reporters/html.ts';
import { badRun } from './other-streams.ts';
import { refusedRun } from './large-streams.ts';
import { goodRun, stamped, step } from './stream.ts';

/** The sample run with everything that real runs record. */
const fullRun = goodRun.flatMap((event): readonly RunEvent[] => {
  if (event.kind === 'run.started')
    return [
      {
        ...event,
        by: { who: 'ann', from: 'workstation-7', version: '1.2.3' },
        roles: { db1: 'database', db2: 'database', rabbit1: 'broker' },
      },
    ];
  if (event.kind !== 'lock.acquired') return [event];
  const file = {
    ...{ step: step('stage', 'db1', 'files').step, host: 'db1' },
    ...{ path: '/etc/cloudify/config.yaml', change: 'new', notes: [] },
    diff: ['+postgres_password: [secret]'],
  } as const satisfies FileForecast & { step: string; host: string };
  return [event, { ...event, kind: 'run.compared', changing: [file.step], files: [file] }];
});

const pageOf = (events: readonly RunEvent[], previous: readonly RunEvent[] = []) =>
  renderPage(pageView(events, previous), 'inventory.yaml');
/** The text that a reader sees. */
const textOf = (page: string) =>
  page
    .replace(/<style>[^]*?<\/style>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the page of a run', () => {
  test('shows who ran which version from where, and the outcome', () => {
    const text = textOf(pageOf(fullRun));
    expect(text).toContain('By ann on workstation-7 Program quorate 1.2.3');
    expect(text).toContain('deploy demo: done in 2m 48s');
  });

  test('shows the hosts by role with their health and what the gates saw', () => {
    const text = textOf(pageOf(fullRun));
    expect(text).toContain('database db1 ✔ healthy etcd-quorum: 2 of 2 members healthy');
    expect(text).toContain('broker rabbit1 ○ not queried');
    expect(textOf(pageOf(refusedRun))).toContain('db2 ✖ unreachable');
  });

  test('shows the changes of each host, with masked differences', () => {
    const text = textOf(pageOf(fullRun));
    expect(text).toContain('db1: 2 changes Write configuration and certificates, 901ms');
    expect(text).toContain('/etc/cloudify/config.yaml (new) +postgres_password: [secret]');
    expect(textOf(pageOf(goodRun.filter(({ kind }) => kind !== 'step.finished')))).toContain(
      'No host was changed.',
    );
  });

  test('shows failures with cause, next step and log lines', () => {
    const text = textOf(pageOf(badRun));
    expect(text).toContain('db1: Install the database failed Seen Install the database: cfy_manager install');
    expect(text).toContain('Why the disk below /var/lib is full Next free some space there');
    expect(text).toContain('ERROR - ProcessExecutionError: no space left on device');
  });

  test('compares the run with the previous one', () => {
    const slower = goodRun.map((event) =>
      event.kind === 'run.finished' || event.kind === 'phase.finished'
        ? { ...event, ms: event.ms + 2_000 }
        : event,
    );
    const text = textOf(pageOf(slower, goodRun));
    expect(text).toMatch(/Previous run of this command, 1970-\S+: done in 2m 48s. This run: 2.0s longer/);
    expect(textOf(pageOf(goodRun))).toContain('no earlier run of this command to compare with');
  });

  test('loads nothing, runs nothing, and has both color schemes, a narrow and a printed layout', () => {
    const page = pageOf(fullRun);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import|https?:/);
    expect(page).toContain('@media (prefers-color-scheme: dark)');
    expect(page).toContain('@media (max-width: 40rem)');
    expect(page).toContain('@media print');
    expect(page).toContain('name="viewport"');
  });

  test('escapes every text of a host, also in attributes', () => {
    const hostile = `"><script>alert(1)</script><a href='javascript:x' onclick="y">\u001b[2J\u202e`;
    const spoiled = JSON.parse(
      JSON.stringify(fullRun.concat(badRun), (key, value: unknown) =>
        ['title', 'line', 'note', 'what', 'why', 'text', 'path'].includes(key) ? hostile : value,
      ),
    ) as readonly RunEvent[];
    const [clean, page] = [pageOf(fullRun.concat(badRun)), pageOf(spoiled)];
    const tags = (text: string) => new Set(text.match(/<[a-z]+/g));
    expect(page).not.toMatch(/<script|<a |[\u001b\u202e]/);
    for (const tag of tags(page)) expect(tags(clean)).toContain(tag);
    const attributes = page.match(/ (?:title|aria-label)="[^"]*"/g) ?? [];
    expect(attributes.some((text) => text.includes('&quot;&gt;&lt;script'))).toBe(true);
    expect(page.replace(/"[^"]*"/g, '').match(/<[^>]*\son[a-z]+=/g)).toBeNull();
  });
});

describe('the timeline', () => {
  const { phases, hosts, ms } = timelineOf(fullRun, ['db1', 'db2', 'rabbit1']);
  const bars = (host: string) => hosts.find((row) => row.host === host)?.bars ?? [];

  test('separates working from waiting', () => {
    expect(bars('db2').map(({ kind, ms: took }) => [kind, took])).toEqual([
      ['working', 910],
      ['waiting', 5_000],
      ['working', 70_000],
    ]);
    expect(phases.flatMap(({ gates }) => gates).map(({ label }) => label)).toEqual([
      'gate etcd-quorum: ready',
    ]);
  });

  test('has every bar within the run', () => {
    for (const { from, ms: took } of [...bars('db1'), ...bars('db2')]) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(from + took).toBeLessThanOrEqual(ms);
    }
  });

  test('marks the critical path: of two parallel phases, the longer one', () => {
    const parallel = stamped([
      [0, { ...goodRun[0], kind: 'run.started' } as RunEvent],
      [1, { kind: 'phase.started', phase: 'stage' }],
      [10, { kind: 'phase.finished', phase: 'stage', outcome: 'done', ms: 10 }],
      [1, { kind: 'phase.started', phase: 'databases' }],
      [0, { kind: 'phase.started', phase: 'first-broker' }],
      [50, { kind: 'phase.finished', phase: 'first-broker', outcome: 'done', ms: 50 }],
      [50, { kind: 'phase.finished', phase: 'databases', outcome: 'done', ms: 100 }],
    ]);
    const critical = timelineOf(parallel, []).phases.filter(({ isCritical }) => isCritical);
    expect(critical.map(({ id }) => id)).toEqual(['stage', 'databases']);
  });

  test('shows a step whose end is not recorded until the end of the run', () => {
    const { hosts: rows } = timelineOf(goodRun.slice(0, 20), ['db1']);
    expect(rows[0]?.bars.at(-1)).toMatchObject({
      kind: 'failed',
      label: 'Install the database: no end recorded',
    });
  });
});

test('the reporter keeps only the last output lines of steps that did not succeed', () => {
  let page = '';
  const read = htmlReporter((text) => (page = text));
  const output = badRun.find(({ kind }) => kind === 'step.output');
  if (output?.kind !== 'step.output') throw new Error('the sample run has no output');
  for (const event of badRun) {
    if (event === output)
      for (let i = 0; i < 100; i += 1) read({ ...output, line: `noise ${String(i).padStart(3, '0')}` });
    read(event);
  }
  expect(page).not.toContain('noise 050');
  expect(page).toContain('no space left on device');
});
