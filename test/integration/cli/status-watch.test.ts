import { expect, test } from '@jest/globals';
import { Emulator } from '../../support/pty/emulator.ts';
import { inTerminal } from '../../support/pty/pseudo-terminal.ts';

const PROGRAM = new URL('../../support/pty/watch-status.ts', import.meta.url).pathname;
const command = [process.execPath, '--no-warnings', '--import', 'tsx', PROGRAM];
const count = (text: string, part: RegExp) => text.match(part)?.length ?? 0;

test('status --watch redraws one frame, with the run of another process, until Ctrl-C', async () => {
  const { text, code } = await inTerminal({ command, columns: 80, rows: 70 });
  expect(code).toBe(0);
  const screen = new Emulator(80);
  screen.write(text);
  const shown = screen.lines.join('\n');
  expect(count(shown, /cluster demo/g)).toBe(1);
  expect(count(shown, /can lose 1 database, 1 broker, 1 manager/g)).toBe(1);
  expect(shown).toMatch(/db\d +database +ok +leader/);
  expect(shown).toContain('newest run: deploy demo: done in 2m 48s');
  // The run was drawn while it ran.
  expect(text).toMatch(/newest run: deploy demo: running[^]*gate etcd-quorum: waiting/);
  expect(screen.lines.every((line) => line.length <= 80)).toBe(true);
});

test('a low terminal shows the lines that fit and counts the others', async () => {
  const { text } = await inTerminal({ command, columns: 80, rows: 12 });
  const screen = new Emulator(80);
  screen.write(text);
  // The last line has only the cursor.
  expect(screen.lines).toHaveLength(12);
  expect(screen.lines.join('\n')).toMatch(/… \d+ lines more/);
});

test('status --watch appends one block for each reading on a dumb terminal', async () => {
  const { text, code } = await inTerminal({ command, columns: 80, rows: 24, env: { TERM: 'dumb' } });
  expect(code).toBe(0);
  expect(text).not.toContain('\u001b');
  expect(count(text, /^cluster demo$/gm)).toBeGreaterThanOrEqual(2);
});

test('status --watch --output json prints one document a line', async () => {
  const { text } = await inTerminal({
    command: [...command, '--output', 'json'],
    ...{ columns: 80, rows: 24 },
  });
  const documents = text
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(documents.length).toBeGreaterThanOrEqual(2);
  expect(documents[0]).toMatchObject({ v: 2, cluster: 'demo', unreachable: [] });
  expect(documents[0]?.['services']).toContainEqual({ service: 'broker', members: 3, healthy: 3, margin: 1 });
  expect(documents.at(-1)).toMatchObject({ newestRun: { command: 'deploy' } });
});
