import { describe, expect, test } from '@jest/globals';
import { UnreadableDataError } from '../../../src/errors/unreadable-data.ts';
import { parseHistory, parseLock, parseReceipt } from '../../../src/model/host/unreadable-record.ts';
import type { UnreadableRecord } from '../../../src/model/host/unreadable-record.ts';
import { EVENT_KINDS, type EventKind } from '../../../src/model/stored-formats.ts';
import type { RunFact } from '../../../src/events/events.ts';
import { convertHost, format1File, hostsOf, oneHost } from '../../support/format-1.ts';
import type { HostFiles } from '../../support/format-1.ts';

const RECEIPTS = '/var/lib/quorate/receipts/';
const HISTORY = '/var/lib/quorate/history.ndjson';
const allHosts = (): readonly HostFiles[] => [
  oneHost(),
  ...Object.values(hostsOf('deployed')),
  ...Object.values(hostsOf('killed')),
];

function receiptsIn(files: HostFiles): readonly (readonly [string, string])[] {
  return Object.entries(files).flatMap(([path, text]) =>
    path.startsWith(RECEIPTS) ? [[path.slice(RECEIPTS.length), text] as const] : [],
  );
}

describe('data that the program wrote in format 1', () => {
  test('every receipt is recognized', () => {
    const receipts = allHosts().flatMap(receiptsIn);
    expect(receipts.length).toBeGreaterThan(20);
    for (const [name, text] of receipts)
      expect(parseReceipt(name, text)).toEqual({
        unreadable: { kind: 'receipt', path: `${RECEIPTS}${name}`, format: 1 },
      });
  });

  test('a lock is recognized, with its holder', () => {
    const lock = oneHost()['/run/quorate/c1/lock'] ?? '';
    expect(parseLock('c1', lock, 5_000)).toMatchObject({
      unreadable: {
        kind: 'lock',
        format: 1,
        notRenewedForMs: 5_000,
        holder: { who: 'alice', command: 'deploy' },
      },
    });
  });

  test('history entries are counted and not read', () => {
    expect(parseHistory(oneHost()[HISTORY] ?? '')).toEqual({ entries: [], formats: [1, 1] });
  });
});

describe('the commands that convert a host', () => {
  test.each(['one host', 'deployed', 'killed'] as const)('keep every receipt of: %s', (name) => {
    for (const before of name === 'one host' ? [oneHost()] : Object.values(hostsOf(name))) {
      const after = convertHost(before);
      const receipts = receiptsIn(after).map(
        ([receipt, text]) => [receipt, parseReceipt(receipt, text)] as const,
      );
      const inputs = receiptsIn(before).map(([receipt, text]) => [
        receipt.replace(/^founded\//, 'bootstrapped/').replace(/^found\//, 'observed/'),
        { value: { ...(JSON.parse(text) as object), v: 2 } },
      ]);
      expect(Object.fromEntries(receipts)).toEqual(Object.fromEntries(inputs));
    }
  });

  test('convert jobs and history', () => {
    const after = convertHost(oneHost());
    expect(after['/var/lib/quorate/jobs/install/started']).toMatch(/^2 [0-9a-f-]+ quorate-install-/);
    const { entries, formats } = parseHistory(after[HISTORY] ?? '');
    expect(formats).toEqual([2, 2]);
    expect(entries.map(({ outcome, who }) => [outcome, who])).toEqual([
      ['started', 'ann'],
      ['done', 'ann'],
    ]);
  });

  test('change nothing when they run again', () => {
    const once = convertHost(oneHost());
    const receipts = (files: HostFiles) => Object.fromEntries(receiptsIn(files));
    expect(receipts(convertHost(once))).toEqual(receipts(once));
  });
});

describe('hosts with data that cannot be read', () => {
  const record = (kind: UnreadableRecord['kind'], format: UnreadableRecord['format']): UnreadableRecord => ({
    kind,
    format,
    path: kind === 'lock' ? '/run/quorate/c1/lock' : `/var/lib/quorate/${kind}`,
  });

  test('give one problem per cause, with all hosts of that cause', () => {
    const holder = { who: 'ann', from: 'ci', command: 'deploy' };
    const { problems, exitCode } = new UnreadableDataError({
      db1: [record('receipt', 1), { ...record('lock', 1), holder, notRenewedForMs: 20_000 }],
      db2: [
        record('receipt', 1),
        record('history', 1),
        { ...record('lock', 1), holder, notRenewedForMs: 20_000 },
      ],
      db3: [record('running-job', 1), record('receipt', 3), record('receipt', 'damaged')],
    });
    expect(exitCode).toBe(7);
    expect(problems.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'db1, db2: locked by a run of format 1, which this Quorate cannot read: ann on ci: deploy',
      'db3: a job of format 1 is still running: running-job',
      'db1, db2: deployed by a Quorate of format 1, which this Quorate (format 2) cannot read',
      'db3: data of format 3, which this Quorate (format 2) cannot read',
      'db3: cannot read /var/lib/quorate/receipt',
    ]);
    expect(problems.every(({ next }) => next !== undefined)).toBe(true);
    expect(problems[2]?.why).toBe('found: receipts, history of format 1');
  });
});

test('the list of event kinds is complete', () => {
  const listed: Readonly<Record<EventKind, true>> = Object.fromEntries(
    EVENT_KINDS.map((kind) => [kind, true]),
  ) as Record<EventKind, true>;
  // The types are equal in both directions, or this does not compile.
  const declared: Readonly<Record<RunFact['kind'], true>> = listed;
  const back: Readonly<Record<EventKind, true>> = declared;
  expect(Object.keys(back)).toHaveLength(EVENT_KINDS.length);
});

test('the fixtures of the inventory directory have format 1', () => {
  for (const name of ['restart-all', 'switchover', 'replaced-rabbit2'])
    expect(JSON.parse(format1File(`inventory-directory/${name}.json`))).toMatchObject({ v: 1 });
  expect(JSON.parse(format1File('inventory-directory/saved-plan.json'))).toMatchObject({ format: 1 });
});
