import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Emulator } from '../../support/pty/emulator.ts';
import { MOMENT, MOMENTS, type Drawn } from '../../support/pty/moments.ts';
import { inTerminal } from '../../support/pty/pseudo-terminal.ts';

const PROGRAM = new URL('../../support/pty/draw-run.ts', import.meta.url).pathname;
const drawing = (stream: string) => [process.execPath, '--no-warnings', '--import', 'tsx', PROGRAM, stream];
const command = drawing('good');
const WIDTHS = [60, 80, 120];

const PHASES = ['✔ stage: ', '✔ databases: ', '✔ first-broker: '];

/** The lines that start with one of these texts, cut after it. */
const starts = (lines: readonly string[], texts: readonly string[]) =>
  lines.flatMap((line) => texts.filter((text) => line.startsWith(text)));

test.each(WIDTHS)('a run in a terminal of %i columns leaves one frame and the summary', async (columns) => {
  const { text, code } = await inTerminal({ command, columns, rows: 24 });
  const screen = new Emulator(columns);
  screen.write(text);
  expect(code).toBe(0);
  expect(screen.lines[0]).toBe('$ quorate deploy inventory.yaml');
  expect(screen.lines.filter((line) => line.includes('elapsed'))).toEqual(['deploy demo · 02:48 elapsed']);
  expect(starts(screen.lines, PHASES)).toEqual(PHASES);
  expect(screen.lines.slice(-3).join(' ')).toContain('deploy demo: done in 2m 48s: 4 changed');
  expectMoments(text, 'good', columns);
});

/** How each run ends: the lines that do not depend on the width of the terminal, cut where the width matters. */
const ENDINGS = {
  failed: {
    frame: ['deploy demo · 01:04 elapsed', '✔ hosts: ', '✔ stage: ', '✖ databases: ', '⊘ first-broker: '],
    summary: [
      'deploy demo: failed in 1m 04s: 2 changed, 1 unchanged, 2 failed, 1 unreachable',
      'Run the same command again to resume; steps that are up to date are skipped.',
    ],
  },
  refused: {
    frame: ['deploy demo · 00:01 elapsed', '✔ hosts: ', '✔ stage: ', '✖ databases: ', '⊘ first-broker: '],
    summary: ['deploy demo: failed in 1.2s: 2 changed, 1 unchanged, 0 failed, 1 refused, 1 unreachable'],
  },
  // With 200 hosts and 20 phases.
  interrupted: {
    frame: [
      'deploy big · 00:04 elapsed',
      '✔ hosts: 200 of 200 hosts ',
      ...numbered(1, 5).map((phase) => `✔ phase-${phase}: `),
      '✖ phase-6: Title of phase 6 · interrupted',
      ...numbered(7, 20).map((phase) => `⊘ phase-${phase}: `),
    ],
    summary: [
      'deploy big: interrupted in 4.2s: 0 changed, 0 unchanged, 0 failed',
      'Run the same command again to resume; steps that are up to date are skipped.',
    ],
  },
};
const RUNS = (['failed', 'refused', 'interrupted'] as const).flatMap((stream) =>
  WIDTHS.map((columns) => ({ stream, columns, ...ENDINGS[stream] })),
);

test.each(RUNS)(
  'a run that ends as $stream fits into a terminal of $columns columns and ends with one frame and the summary',
  async ({ stream, columns, frame, summary }) => {
    const { text, code } = await inTerminal({ command: drawing(stream), columns, rows: 24 });
    expect(code).toBe(0);
    const screen = new Emulator(columns);
    screen.write(text);
    expectMoments(text, stream, columns);
    const [prompt, ...last] = screen.lines.slice(0, screen.lines.indexOf(''));
    expect(prompt).toBe('$ quorate deploy inventory.yaml');
    expect(last.map((line, index) => line.slice(0, frame[index]?.length))).toEqual(frame);
    const below = screen.lines.slice(screen.lines.indexOf(''));
    expect(below.filter((line) => line.length > columns)).toEqual([]);
    expect(below.join(' ').trimEnd().endsWith(summary.join(' '))).toBe(true);
    // A frame with a wrapped line would leave remains when it is redrawn.
    const drawn = text.slice(0, text.lastIndexOf(' elapsed')).replace(/\u001b\[[\d;?]*[A-Za-z]/g, '');
    const lines = [...drawn.split(/[\r\n]+/), ...last];
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  },
);

/** The drawing of the unit tests, from their golden file. */
function golden(name: string, columns: number): readonly string[] {
  const text = readFileSync(`test/unit/report/golden/screen.${name}.txt`, 'utf8');
  const [, drawing = ''] = new RegExp(`^=== ${columns} columns\\n([^=]*)`, 'm').exec(text) ?? [];
  return withoutSpinner(drawing.trimEnd().split('\n'));
}

const withoutSpinner = (lines: readonly string[]) => lines.map((line) => line.replace(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/, '*'));

/** Asserts that the terminal showed the drawing of the unit tests at each moment of a run. */
function expectMoments(text: string, stream: Drawn, columns: number): void {
  const screen = new Emulator(columns);
  const parts = text.split(MOMENT);
  expect(parts).toHaveLength(MOMENTS[stream].length + 1);
  MOMENTS[stream].forEach((moment, index) => {
    screen.write(parts[index] ?? '');
    const lines = withoutSpinner(screen.lines).filter((line) => line !== '');
    expect(lines).toEqual(['$ quorate deploy inventory.yaml', ...golden(moment, columns)]);
  });
}

/** The whole numbers from one to another. */
function numbered(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

test.each([
  [120, 60],
  [60, 120],
])(
  'a terminal that is resized from %i to %i columns shows no remains of old frames',
  async (before, after) => {
    const { text } = await inTerminal({
      command: [...command, '--resized'],
      ...{ columns: before, rows: 24 },
      resize: { after: 'no answer (refused)', columns: after, rows: 20 },
    });
    // The terminal is resized before the program answers with the codes that erase the old frame.
    const answer = text.search(/\r\u001b\[\d+A\u001b\[0J/);
    const screen = new Emulator(before);
    screen.write(text.slice(0, answer));
    expect(screen.lines.join('\n')).toContain('gate etcd-quorum: waiting');
    screen.resize(after);
    screen.write(text.slice(answer));
    expect(screen.lines[0]).toBe('$ quorate deploy inventory.yaml');
    expect(screen.lines.filter((line) => line.includes('elapsed'))).toHaveLength(1);
    expect(starts(screen.lines, PHASES)).toEqual(PHASES);
    expect(screen.lines.join('\n')).not.toContain('gate etcd-quorum: waiting');
  },
);

describe('without a terminal that can be redrawn', () => {
  test.each([{ TERM: 'dumb' }, { CI: 'true' }])('%j: plain lines without codes', async (env) => {
    const { text } = await inTerminal({ command, columns: 80, rows: 24, env });
    expect(text).not.toContain('\u001b');
    expect(text).toContain('00:00 deploy demo: 3 hosts, 3 phases');
  });
});

test('with NO_COLOR, the frame is redrawn without colors', async () => {
  const { text } = await inTerminal({ command, columns: 80, rows: 24, env: { NO_COLOR: '1' } });
  expect(text).not.toMatch(/\u001b\[[\d;]*m/);
  expect(text).toContain('✔ databases');
});
