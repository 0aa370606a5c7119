import { describe, expect, test } from '@jest/globals';
import { marginText } from '../../../src/report/tables/margins.ts';
import { hostsSection, runSection } from '../../../src/report/watch/sections.ts';
import { watchText } from '../../../src/report/watch/watch-text.ts';
import { nextView } from '../../../src/report/watch/watch-view.ts';
import type { Reading } from '../../../src/report/watch/watch-view.ts';
import { nextRun, runTitle } from '../../../src/report/watch/watched-run.ts';
import { goodRun } from './stream.ts';

const AT = Date.UTC(2026, 10, 30, 12, 0, 0);
const votes = (available: number, quorum?: number) => ({
  ...({ kind: 'votes', of: 'etcd', members: 3, able: 'healthy', available } as const),
  ...(quorum !== undefined && { quorum }),
});
const leader = {
  ...({ host: 'db1', role: 'database', state: 'ok', part: 'leader', detail: 'running' } as const),
  certificateDays: 12,
};
const balancer = {
  ...({ host: 'lb1', role: 'load_balancer', state: 'ok', part: 'balancer', detail: '<b>fine</b>' } as const),
  backends: [{ proxy: 'rest', name: 'manager1', status: 'DOWN' }],
};
const reading: Reading = {
  at: AT,
  status: { cluster: 'demo', hosts: [leader, balancer], gates: [] },
  services: [{ service: 'database', votes: votes(3, 2) }],
  unreachable: [],
};
const later: Reading = {
  ...reading,
  at: AT + 10_000,
  status: {
    ...reading.status,
    hosts: [{ ...leader, state: 'not-queried', part: '', detail: '' }, balancer],
  },
  services: [{ service: 'database', votes: votes(2, 2) }],
  unreachable: [{ where: 'db1', what: 'no response within 5.0s' }],
};

describe('margins', () => {
  test('name the members that each service can lose', () => {
    const services = [
      { service: 'database', votes: votes(3, 2) },
      { service: 'broker', votes: votes(2, 2) },
      { service: 'manager', votes: votes(3) },
    ] as const;
    expect(marginText(services)).toBe('can lose 1 database, 0 brokers, 2 managers');
  });

  test('name a service that has no majority', () => {
    expect(marginText([{ service: 'broker', votes: votes(1, 2) }])).toBe(
      'too few brokers: 1 of 3 healthy, 2 needed',
    );
  });
});

describe('a host that does not answer', () => {
  const before = nextView(undefined, reading);
  const view = nextView(before, later);

  test('keeps its last state and the time of its last answer', () => {
    expect(view.hosts[0]).toMatchObject({
      part: 'leader',
      isCurrent: false,
      answeredAt: AT,
      state: 'no-answer',
    });
    expect(nextView(view, later).hosts[0]).toEqual(view.hosts[0]);
    expect(nextView(undefined, later).hosts[0]).toMatchObject({ isCurrent: false, part: '' });
    expect(nextView(view, reading).hosts[0]).toMatchObject({ isCurrent: true, state: 'ok' });
  });

  test('is marked as past on the terminal and on the page', () => {
    const text = watchText({ view, now: AT, intervalMs: 10_000 }).join('\n');
    expect(text).toContain('NO ANSWER  was leader');
    expect(text).toContain('last answer 2026-11-30 12:00:00 UTC');
    const page = hostsSection(view, 10_000).text;
    expect(page).toContain('<li class="past">');
    expect(page).toContain('was leader');
  });
});

test('the page escapes texts of hosts, and shows certificates and servers that are down', () => {
  const page = hostsSection(nextView(undefined, reading), 10_000).text;
  expect(page).toContain('&lt;b&gt;fine&lt;/b&gt;');
  expect(page).toContain('certificate: 12 days left');
  expect(page).toMatch(/rest\/manager1\s*<span class="bad">DOWN<\/span>/);
});

describe('the newest run', () => {
  const half = goodRun.slice(0, goodRun.findIndex(({ kind }) => kind === 'gate.polled') + 1);
  const lastAt = half.at(-1)?.at ?? 0;

  test('is the same whether its events arrive at once or one by one', () => {
    const one = goodRun.reduce((run: ReturnType<typeof nextRun>, event) => nextRun(run, [event]), undefined);
    expect(one).toEqual(nextRun(undefined, goodRun));
    expect(nextRun(one, [])).toBe(one);
  });

  test('is running, or has no recorded end if no event came for a minute', () => {
    const run = nextRun(undefined, half);
    if (!run) throw new Error('no run');
    expect(runTitle(run, lastAt + 1000)).toBe('deploy demo: running');
    expect(runTitle(run, lastAt + 120_000)).toBe('deploy demo: no end recorded, no event for 2m 00s');
    expect(runSection(run, lastAt, 'inventory.yaml').text).toContain('gate etcd-quorum: waiting');
  });

  test('shows its summary once it has finished', () => {
    const text = runSection(nextRun(undefined, goodRun), lastAt, 'inventory.yaml').text;
    expect(text).toContain('deploy demo: done in 2m 48s');
    expect(runSection(undefined, lastAt, 'inventory.yaml').text).toContain('No run on this machine yet');
  });
});
