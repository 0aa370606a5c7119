import { describe, expect, test } from '@jest/globals';
import { createEmit } from '../../../src/events/emit.ts';
import type { Reader, RunEvent } from '../../../src/events/events.ts';
import { printable } from '../../../src/model/rendered.ts';

const clock = { now: () => 1_000, sleep: async () => undefined };
const mask = (line: string) => line.replaceAll('hunter2', '[secret]');

function collecting() {
  const events: RunEvent[] = [];
  const reader: Reader = (event) => void events.push(event);
  return { events, reader };
}

const warned = { kind: 'run.warned', text: 'careful' } as const;

describe('emit', () => {
  test('stamps every fact with format, run, sequence number and time', () => {
    const { events, reader } = collecting();
    const emit = createEmit({ run: 'r1', clock, redact: mask, readers: [reader] });
    emit(warned);
    emit(warned);
    expect(events).toEqual([
      { v: 2, run: 'r1', seq: 1, at: 1_000, ...warned },
      { v: 2, run: 'r1', seq: 2, at: 1_000, ...warned },
    ]);
  });

  test('masks secrets in every string at any depth and on any line', () => {
    const { events, reader } = collecting();
    const emit = createEmit({ run: 'r1', clock, redact: mask, readers: [reader] });
    emit({
      kind: 'run.finished',
      outcome: 'failed',
      exitCode: 4,
      counts: { changed: 0, unchanged: 0, failed: 1 },
      ms: 1,
      requires: [{ host: 'db1', note: 'hunter2' }],
      problems: [{ what: 'one\ntwo hunter2', lines: ['password=hunter2'] }],
      closing: ['use hunter2'],
    });
    expect(JSON.stringify(events)).not.toContain('hunter2');
    expect(events[0]).toMatchObject({ problems: [{ what: 'one\ntwo [secret]' }], counts: { failed: 1 } });
  });

  test('masks the facts of a gate without truncating them, and leaves out facts that are too large', () => {
    const { events, reader } = collecting();
    const emit = createEmit({ run: 'r1', clock, redact: mask, readers: [reader] });
    const poll = (body: string) => {
      const answer = { kind: 'response', status: 200, headers: {}, body } as const;
      const facts = { platform: 'cloudify', args: {}, answers: { db1: { etcd: answer } } } as const;
      const verdict = { state: 'ready', seen: [] } as const;
      emit({ kind: 'gate.polled', phase: 'databases', gate: 'etcd-quorum', verdict, waitedMs: 0, facts });
    };
    poll(`hunter2${'x'.repeat(30_000)}`);
    poll('x'.repeat(70_000));
    expect(events).toMatchObject([
      { facts: { answers: { db1: { etcd: { body: `[secret]${'x'.repeat(30_000)}` } } } } },
      { factsOmitted: 'too-large' },
    ]);
    expect(events[1]).not.toHaveProperty('facts');
  });

  test('leaves the class of a failure as it is, even if a secret equals it', () => {
    const { events, reader } = collecting();
    const redact = (line: string) => line.replaceAll('health', '[secret]');
    const emit = createEmit({ run: 'r1', clock, redact, readers: [reader] });
    const verdict = {
      state: 'waiting',
      class: 'health',
      seen: [{ host: 'db1', ok: false, line: 'health' }],
    } as const;
    emit({ kind: 'gate.polled', phase: 'databases', gate: 'etcd-quorum', verdict, waitedMs: 0 });
    expect(events[0]).toMatchObject({ verdict: { class: 'health', seen: [{ line: '[secret]' }] } });
  });

  test('truncates long lines without cutting through a secret', () => {
    const texts: string[] = [];
    const reader = (event: RunEvent) =>
      void texts.push(event.kind === 'run.warned' ? printable(event.text) : '');
    const redact = (line: string) => line.replaceAll('s3cret', '[secret]');
    const emit = createEmit({ run: 'r1', clock, redact, readers: [reader] });
    for (let before = 16_376; before <= 16_384; before++)
      emit({ kind: 'run.warned', text: `${'x'.repeat(before)}s3cret${'y'.repeat(99)}` });
    for (const text of texts) {
      expect(text).toMatch(/^x+[[secrt\]]* … \d+ more characters$/);
      expect(text.replace(/^x+/, '')).not.toMatch(/^s/);
    }
  });

  test('passes single lines to the redactor', () => {
    const lines: string[] = [];
    const redact = (line: string) => (lines.push(line), line);
    createEmit({ run: 'r1', clock, redact, readers: [] })({ kind: 'run.warned', text: 'a\nb' });
    expect(lines).toEqual(['a', 'b']);
  });

  test('keeps the keywords of the format even if a secret equals one', () => {
    const { events, reader } = collecting();
    const redact = (line: string) => line.replaceAll('done', '[secret]');
    const emit = createEmit({ run: 'r1', clock, redact, readers: [reader] });
    emit({ kind: 'phase.finished', phase: 'stage', outcome: 'done', ms: 1 });
    expect(events[0]).toMatchObject({ outcome: 'done' });
  });

  test('disables a reader that throws, warns the other readers once, and never throws', () => {
    const { events, reader } = collecting();
    let calls = 0;
    const broken: Reader = () => {
      calls += 1;
      throw new Error('disk full');
    };
    const emit = createEmit({ run: 'r1', clock, redact: mask, readers: [broken, reader] });
    emit(warned);
    emit(warned);
    expect(calls).toBe(1);
    expect(events.map((event) => event.kind === 'run.warned' && event.text)).toEqual([
      'careful',
      'an output, such as the log files, has stopped: disk full',
      'careful',
    ]);
  });

  test('emits nothing after run.finished', () => {
    const { events, reader } = collecting();
    const broken: Reader = () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- a reader may throw anything
      throw 'no reason';
    };
    createEmit({ run: 'r1', clock, redact: mask, readers: [broken, reader] })({
      kind: 'run.finished',
      outcome: 'done',
      exitCode: 0,
      counts: { changed: 0, unchanged: 0, failed: 0 },
      ms: 1,
      requires: [],
      problems: [],
      closing: [],
    });
    expect(events.map((event) => event.kind)).toEqual(['run.finished']);
  });
});
