import { describe, expect, test } from '@jest/globals';
import type { Reader, RunEvent } from '../../../src/events/events.ts';
import { htmlReporter } from '../../../src/report/reporters/html.ts';
import { jsonReporter } from '../../../src/report/reporters/json.ts';
import { plainReporter } from '../../../src/report/reporters/plain.ts';
import { expectGolden } from './golden.ts';
import { badRun, idleRun } from './other-streams.ts';
import { goodRun, stamped } from './stream.ts';
import { nextAsSteps } from '../../../src/model/next-step.ts';

function written(run: readonly RunEvent[], reporter: (write: (text: string) => void) => Reader): string {
  let text = '';
  const read = reporter((more) => (text += more));
  run.forEach(read);
  return text;
}

const RUNS = { 'good-run': goodRun, 'bad-run': badRun, 'idle-run': idleRun };

describe.each(Object.entries(RUNS))('%s', (name, run) => {
  test('as plain lines', () => {
    expectGolden(
      `${name}.plain.txt`,
      written(run, (write) => plainReporter({ write, verbose: false })),
    );
  });

  test('as plain lines, verbose', () => {
    expectGolden(
      `${name}.verbose.txt`,
      written(run, (write) => plainReporter({ write, verbose: true })),
    );
  });

  test('as an HTML page', () => {
    expectGolden(`${name}.html`, written(run, htmlReporter));
  });

  test('as JSON: every event on one line, run.finished last', () => {
    const lines = written(run, jsonReporter).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as RunEvent)).toEqual(
      JSON.parse(JSON.stringify(run, nextAsSteps)),
    );
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'run.finished' });
  });
});

test('plain lines have no color', () => {
  expect(written(badRun, (write) => plainReporter({ write, verbose: true }))).not.toMatch(/\u001b/);
});

test('prints a gate again only if its observation has changed', () => {
  const text = written(goodRun, (write) => plainReporter({ write, verbose: false }));
  expect(text.match(/gate etcd-quorum: waiting/g)).toHaveLength(1);
});

test('the page escapes what hosts print', () => {
  const hostile = stamped([
    [
      0,
      {
        kind: 'run.started',
        command: 'deploy',
        cluster: '<script>alert("1")</script>',
        hosts: [],
        phases: [],
      },
    ],
    [0, { kind: 'run.warned', text: `<img src=x onerror='1'> & more` }],
    [
      0,
      {
        kind: 'run.finished',
        outcome: 'done',
        exitCode: 0,
        counts: { changed: 0, unchanged: 0, failed: 0 },
        ms: 0,
        requires: [],
        problems: [],
        closing: [],
      },
    ],
  ]);
  const page = written(hostile, htmlReporter);
  expect(page).not.toMatch(/<script|<img/);
  expect(page).toContain('&lt;img src=x onerror=&#39;1&#39;&gt; &amp; more');
});

test('does not suggest running the same command again after a saved plan has failed', () => {
  const withSavedPlan = badRun.map((event) =>
    event.kind === 'run.started' ? { ...event, savedPlan: true as const } : event,
  );
  const text = written(withSavedPlan, (write) => plainReporter({ write, verbose: false }));
  expect(text).toMatch(/The saved plan is good for one run\./);
  expect(text).not.toMatch(/Run the same command again/);
});

test('reports that the same rehearsal ends the same way, by the kind of the run and not by its name', () => {
  const rehearsal = badRun.map((event) =>
    event.kind === 'run.started' ? { ...event, command: 'any name', rehearsal: true as const } : event,
  );
  const text = written(rehearsal, (write) => plainReporter({ write, verbose: false }));
  expect(text).toMatch(/Every rehearsal starts with new simulated hosts/);
  expect(text).not.toMatch(/Run the same command again/);
});
