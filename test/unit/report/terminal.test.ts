import { expect, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { terminalReporter } from '../../../src/report/reporters/terminal.ts';
import { badRun, idleRun } from './other-streams.ts';
import { fakeScreen } from './screen.ts';
import { goodRun } from './stream.ts';

function screen() {
  const { stdout, text } = fakeScreen();
  return { stdout, text: () => text().replace(/\u001b\[[\d;?]*[A-Za-z]/g, '') };
}

async function drawn(run: readonly RunEvent[]): Promise<string> {
  const { stdout, text } = screen();
  const now = () => run.at(-1)?.at ?? 0;
  const terminal = terminalReporter({ stdout, stderr: stdout, now, idle: async () => undefined });
  run.forEach(terminal.read);
  await terminal.settled();
  return text();
}

test('keeps the last frame on the terminal, with the summary below it', async () => {
  const text = await drawn(goodRun);
  const last = text.lastIndexOf('✔ stage: Put files in place · 2 changed, 1 unchanged');
  expect(last).toBeGreaterThan(-1);
  expect(text.slice(last)).toContain('✔ first-broker');
  expect(text.slice(last)).toContain('deploy demo: done in 2m 48s: 4 changed, 2 unchanged, 0 failed');
});

test('marks failed phases and phases that never started, and prints warnings', async () => {
  const text = await drawn(badRun);
  expect(text).toContain('✖ databases: Install the databases · failed');
  expect(text).toContain('first-broker: Install the first broker · not started');
  expect(text).toContain('warning: db2: its clock is 3 s behind');
  expect(text).toContain('db1: Install the database: cfy_manager install ended with exit code 1');
});

test('prints the summary of a run that changes nothing', async () => {
  expect(await drawn(idleRun)).toContain('deploy demo: done in 113ms: 0 changed, 6 unchanged, 0 failed');
});

test('draws nothing while a prompt is open', async () => {
  const { stdout, text } = screen();
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const terminal = terminalReporter({ stdout, stderr: stdout, now: () => 0, idle: () => asked });
  idleRun.forEach(terminal.read);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(text()).toBe('');
  answer();
  await terminal.settled();
  expect(text()).toContain('deploy demo: done');
});

test('draws nothing before a run has started', async () => {
  const { stdout, text } = screen();
  const terminal = terminalReporter({ stdout, stderr: stdout, now: () => 0, idle: async () => undefined });
  await terminal.settled();
  expect(text()).toBe('');
});
