import { describe, expect, test } from '@jest/globals';
import { Emulator } from '../../support/pty/emulator.ts';
import { inTerminal } from '../../support/pty/pseudo-terminal.ts';

const PROGRAM = new URL('../../support/pty/draw-run.ts', import.meta.url).pathname;
const command = [process.execPath, '--no-warnings', '--import', 'tsx', PROGRAM];
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
  expect(screen.lines.at(-2)).toContain('deploy demo: done in 2m 48s: 4 changed');
  // At the gate, the phases differ by their icons.
  expect(text).toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏].*databases: [^]*gate etcd-quorum: waiting[^]*○ first-broker/);
});

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
