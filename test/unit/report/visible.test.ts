import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { renderProblems } from '../../../src/report/problems.ts';
import { htmlReporter } from '../../../src/report/reporters/html.ts';
import { terminalReporter } from '../../../src/report/reporters/terminal.ts';
import { COLOR } from '../../../src/report/text.ts';
import { visible } from '../../../src/report/visible.ts';
import { badRun } from './other-streams.ts';
import { fakeScreen } from './screen.ts';

/** Text from a hostile host: a window title, an erased screen, a C1 code, a text that runs backwards, a forged line. */
const HOSTILE = '\u001b]0;title\u0007 \u001b[2J \u009b31m \u202ebackwards\r\u001b[1A';
const SHOWN = '\\u001b]0;title\\u0007 \\u001b[2J \\u009b31m \\u202ebackwards\\u000d\\u001b[1A';
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** A failed run in which every text that may come from a host is hostile. */
const hostileRun = badRun.map((event) => {
  if (event.kind === 'step.output') return { ...event, line: HOSTILE };
  if (event.kind === 'run.warned') return { ...event, text: HOSTILE };
  if (event.kind === 'gate.finished')
    return {
      ...event,
      verdict: { ...event.verdict, seen: event.verdict.seen.map((seen) => ({ ...seen, line: HOSTILE })) },
    };
  if (event.kind === 'run.finished')
    return {
      ...event,
      problems: event.problems.map((problem) => ({ ...problem, what: HOSTILE, lines: [HOSTILE] })),
    };
  return event;
}) as readonly RunEvent[];

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-visible-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const journalIn = (folder: string) =>
  openJournal({ inventory: join(folder, 'i.yaml'), cluster: 'demo', command: 'deploy', now: 0 });

describe('text from a hostile host', () => {
  test.each([
    ['a space of no width', 'db\u200b1', 'db\\u200b1'],
    ['a soft hyphen', 'db\u00ad1', 'db\\u00ad1'],
    ['a word joiner', 'db\u20601', 'db\\u20601'],
    ['a tag', 'db\u{e0041}1', 'db\\udb40\\udc411'],
    ['a Hangul filler', 'db\u31641', 'db\\u31641'],
    ['a variation selector', 'db\ufe0f1', 'db\\ufe0f1'],
    ['half of a character', 'db\ud83d1', 'db\\ud83d1'],
  ])('%s is shown', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('is shown, not obeyed; tabs and line ends stay', () => {
    expect(visible(HOSTILE)).toBe(SHOWN);
    expect(visible('a\tb\nc é 漢 \u{1f600}')).toBe('a\tb\nc é 漢 \u{1f600}');
  });

  test('is shown in a problem, between the colors of the program', () => {
    const text = renderProblems(
      [{ where: 'db1', what: HOSTILE, why: HOSTILE, lines: [HOSTILE], next: 'try again' }],
      {
        paint: COLOR,
      },
    );
    expect(text.replace(/\u001b\[(?:31|39|2|22)m/g, '')).not.toMatch(OBEYED);
    expect(text).toContain(SHOWN.slice(0, 24));
  });

  test('is shown on the redrawn screen', async () => {
    const { stdout, text } = fakeScreen();
    const terminal = terminalReporter({ stdout, stderr: stdout, now: () => 0, idle: async () => undefined });
    hostileRun.forEach(terminal.read);
    await terminal.settled();
    // listr2 moves the cursor and erases lines, but sets no title, uses no C1 codes and does not clear the screen.
    expect(text()).not.toMatch(/\u001b\]|\u0007|\u009b|\u202e|\u001b\[2J/);
    expect(text()).toContain('\\u001b]0;title');
  });

  test('is shown in the logs, the events and the page of a run, and JSON readers get the original', () => {
    const journal = journalIn(directory);
    const page = htmlReporter((text) => journal.save('report.html', text));
    hostileRun.forEach((event) => [journal.read, page].forEach((read) => read(event)));
    journal.close();
    const files = readdirSync(journal.directory).map((name) =>
      readFileSync(join(journal.directory, name), 'utf8'),
    );
    expect(files.join('')).not.toMatch(OBEYED);
    const events = readFileSync(join(journal.directory, 'events.ndjson'), 'utf8').trimEnd().split('\n');
    const outputs = events
      .map((line) => JSON.parse(line) as RunEvent)
      .filter(({ kind }) => kind === 'step.output');
    expect(outputs.map((event) => 'line' in event && event.line)).toContain(HOSTILE);
  });

  test('cannot forge an entry of a log', () => {
    const journal = journalIn(directory);
    const output = badRun.find((event) => event.kind === 'step.output');
    if (output?.kind !== 'step.output') throw new Error('the sample run has no output');
    journal.read({ ...output, line: 'real\n2026-11-22T08:52:01.000Z changed stage/db1/files' });
    journal.close();
    const lines = readFileSync(join(journal.directory, `${output.host}.log`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => /^\S+Z /.test(line))).toEqual([true, false]);
  });
});
