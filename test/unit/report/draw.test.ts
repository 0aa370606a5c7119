import { describe, expect, test } from '@jest/globals';
import type { RunEvent, RunFact } from '../../../src/events/events.ts';
import { frameOf } from '../../../src/report/run/draw.ts';
import { paintFrame } from '../../../src/report/run/paint-frame.ts';
import { NOTHING_YET, reduce } from '../../../src/report/run/state.ts';
import { summarize } from '../../../src/report/run/summary.ts';
import { COLOR, PLAIN } from '../../../src/report/text.ts';
import { displayWidth } from '../../../src/report/width.ts';
import { expectGolden } from './golden.ts';
import { badRun } from './other-streams.ts';
import { LATER, SCREENS, until } from './screens.ts';
import { goodRun, stamped } from './stream.ts';

const folded = (run: readonly RunEvent[]) => run.reduce(reduce, NOTHING_YET);

/** Draws the screen, 65 s after the last event. */
function screen(events: readonly RunEvent[], size: { width: number; rows: number }): readonly string[] {
  const now = (events.at(-1)?.at ?? 0) + LATER;
  return paintFrame(frameOf(folded(events), { ...size, now }), PLAIN, 0);
}

describe.each(Object.entries(SCREENS))('the screen: %s', (name, events) => {
  test('fits 60, 80 and 120 columns', () => {
    const drawings = [60, 80, 120].map((width) => {
      const lines = screen(events, { width: width - 1, rows: 23 });
      expect(Math.max(...lines.map(displayWidth))).toBeLessThan(width);
      if (!folded(events).finished) expect(lines.length).toBeLessThan(24);
      return [`=== ${width} columns`, ...lines].join('\n');
    });
    const summary = summarize(folded(events));
    expectGolden(`screen.${name}.txt`, `${[...drawings, ...(summary ? ['===', summary] : [])].join('\n')}\n`);
  });
});

test('waiting, running, done, failed and skipped phases have different icons', () => {
  const icons = (events: readonly RunEvent[]) =>
    screen(events, { width: 80, rows: 24 }).map(([icon]) => icon);
  const [running, failed] = [icons(SCREENS['running'] ?? []), icons(badRun)];
  expect(running).toEqual(expect.arrayContaining(['✔', '⠋', '○']));
  expect(failed).toEqual(expect.arrayContaining(['✔', '✖', '⊘']));
});

test('colors only add codes to the text', () => {
  const frame = frameOf(folded(badRun), { width: 80, rows: 24, now: 0 });
  const colored = paintFrame(frame, COLOR, 0).join('\n');
  expect(colored).toMatch(/\u001b\[31m✖\u001b\[39m/);
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(paintFrame(frame, PLAIN, 0).join('\n'));
});

describe('the remaining time', () => {
  const running = SCREENS['running'] ?? [];
  const expected = {
    phases: [
      { id: 'stage', after: [], ms: 5_000 },
      { id: 'databases', after: ['stage'], ms: 200_000 },
      { id: 'first-broker', after: ['stage'], ms: 90_000 },
    ],
  };
  const title = (afterMs: number, known = true) => {
    const now = (running.at(-1)?.at ?? 0) + afterMs;
    const drawn = frameOf(folded(running), { width: 80, rows: 24, now, ...(known && { expected }) });
    return drawn[0]?.text;
  };

  test('follows the longest path of the phases that are not done', () => {
    expect(title(10_000)).toBe('deploy demo · 01:13 elapsed · about 02:07 left');
    expect(title(100_000)).toBe('deploy demo · 02:43 elapsed · about 01:30 left');
  });

  test('is not printed if it is unknown, or if a phase takes longer than in earlier runs', () => {
    expect(title(10_000, false)).toBe('deploy demo · 01:13 elapsed');
    expect(title(600_000)).toBe('deploy demo · 11:03 elapsed');
  });
});

test('wide characters and tabs of a host do not make a line too long', () => {
  const output = goodRun.find(({ kind }) => kind === 'step.output');
  if (output?.kind !== 'step.output') throw new Error('the sample run has no output');
  const events = [...until(goodRun, ({ seq }) => seq === output.seq), { ...output, line: '漢\t'.repeat(60) }];
  const line = screen(events, { width: 79, rows: 23 }).find((text) => text.includes('漢')) ?? '';
  expect(displayWidth(line)).toBeLessThan(80);
  expect(line).not.toContain('\t');
});

test('a reconnected host counts as connected once, and no longer as lost', () => {
  const facts: RunFact[] = [
    { kind: 'host.connected', host: 'db1', ms: 1 },
    { kind: 'host.lost', host: 'db1', why: 'reset' },
    { kind: 'host.connected', host: 'db1', ms: 1 },
  ];
  const state = folded(stamped(facts.map((fact) => [0, fact] as const)));
  expect(state).toMatchObject({ connected: ['db1'], lost: {} });
});

test('reduce does not modify the given state', () => {
  const before = folded(goodRun.slice(0, 20));
  const copy = JSON.stringify(before);
  badRun.slice(10).reduce(reduce, before);
  expect(JSON.stringify(before)).toBe(copy);
});
