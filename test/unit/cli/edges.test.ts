import { describe, expect, test } from '@jest/globals';
import { isHolderRunning, holderOf } from '../../../src/cli/run/lock-holder.ts';
import { interruption } from '../../../src/cli/terminal/interrupt.ts';
import { isInteractive } from '../../../src/cli/terminal/io.ts';
import { runOutput } from '../../../src/cli/run/output.ts';
import { prompt } from '../../../src/cli/terminal/prompt.ts';
import { goodRun } from '../report/stream.ts';
import { fakeEdges, whenPrinted } from './edges.ts';

const NEVER = new AbortController().signal;

describe('an interruption', () => {
  test('also comes from a journal that cannot be written; a signal then ends the process at once', () => {
    const fake = fakeEdges();
    const unrecorded = new AbortController();
    const { signal } = interruption(fake.io, unrecorded.signal);
    unrecorded.abort();
    expect([signal.aborted, fake.exits]).toEqual([true, []]);
    fake.send('SIGTERM');
    expect(fake.exits).toEqual([143]);
  });

  test('first aborts with the name of the signal, then ends the process at once', () => {
    const fake = fakeEdges();
    const { signal } = interruption(fake.io, NEVER);
    fake.send('SIGTERM');
    expect([signal.aborted, signal.reason, fake.exits]).toEqual([true, 'SIGTERM', []]);
    fake.send('SIGINT');
    expect(fake.exits).toEqual([130]);
  });

  test('by SIGTERM as the second signal ends with 143', () => {
    const fake = fakeEdges();
    interruption(fake.io, NEVER);
    fake.send('SIGINT');
    fake.send('SIGTERM');
    expect(fake.exits).toEqual([143]);
  });

  test('has no effect after the run', () => {
    const fake = fakeEdges();
    const { signal, stop } = interruption(fake.io, NEVER);
    stop();
    fake.send('SIGINT');
    expect([signal.aborted, fake.listeners.size]).toEqual([false, 0]);
  });
});

describe('a passphrase', () => {
  test('is read without echo, never printed, and not taken from text that was typed ahead', async () => {
    const fake = fakeEdges({ tty: true });
    fake.stdin.write('typed ahead\r');
    const answer = prompt(fake.io).ask?.('/home/op/.ssh/id');
    await whenPrinted(fake, 'Passphrase for');
    fake.stdin.write('huntt');
    fake.stdin.write('\u007fer2\r');
    expect((await answer)?.reveal()).toBe('hunter2');
    expect(fake.stderr()).toBe('Passphrase for /home/op/.ssh/id: \n');
    expect(fake.stdin.raw).toEqual([true, true, false]);
  });

  test('is read one at a time; the terminal is busy until the last answer', async () => {
    const fake = fakeEdges({ tty: true });
    const { ask, idle } = prompt(fake.io);
    const answers = [ask?.('one'), ask?.('two')];
    let free = false;
    const waiting = idle().then(() => (free = true));
    await whenPrinted(fake, 'one: ');
    expect(fake.stderr()).toBe('Passphrase for one: ');
    fake.stdin.write('1\n');
    await answers[0];
    await whenPrinted(fake, 'two: ');
    expect([fake.stderr().endsWith('two: '), free]).toEqual([true, false]);
    fake.stdin.write('2\n');
    await waiting;
    expect(await Promise.all(answers.map(async (secret) => (await secret)?.reveal()))).toEqual(['1', '2']);
  });

  test('ended by Ctrl-C ends with 130', async () => {
    const fake = fakeEdges({ tty: true });
    const answer = prompt(fake.io).ask?.('one');
    fake.stdin.write('hunt\u0003');
    await expect(answer).rejects.toMatchObject({ exitCode: 130 });
  });

  test('cannot be read without a terminal', async () => {
    const { ask, idle } = prompt(fakeEdges().io);
    expect(ask).toBeUndefined();
    await idle();
  });
});

describe('the output of a run', () => {
  const options = {
    inventory: 'inventory.yaml',
    verbose: false,
    clock: fakeEdges().edges.clock,
    idle: async () => undefined,
  };
  const shown = async (fake: ReturnType<typeof fakeEdges>, output: 'auto' | 'plain' | 'json') => {
    const run = await runOutput(fake.io, { ...options, output });
    goodRun.forEach(run.read);
    await run.settled();
    run.note('a note');
    return fake.stdout();
  };

  test('is redrawn on a terminal', async () => {
    expect(await shown(fakeEdges({ tty: true }), 'auto')).toContain('\u001b[');
  });

  test('is plain lines in a pipe, in CI and with --output plain', async () => {
    const piped = await shown(fakeEdges(), 'auto');
    expect(piped).toContain('00:00 phase stage');
    expect(piped).toContain('a note');
    expect(await shown(fakeEdges({ tty: true, env: { CI: 'true' } }), 'auto')).toBe(piped);
    expect(await shown(fakeEdges({ tty: true }), 'plain')).toBe(piped);
  });

  test('is only events with --output json', async () => {
    const lines = (await shown(fakeEdges({ tty: true }), 'json')).trimEnd().split('\n');
    expect(lines).toHaveLength(goodRun.length);
  });

  test('is not redrawn on a terminal that cannot move its cursor', () => {
    expect(isInteractive(fakeEdges({ tty: true, env: { TERM: 'dumb' } }).io)).toBe(false);
    expect(isInteractive(fakeEdges({ tty: true, env: { TERM: 'xterm' } }).io)).toBe(true);
  });
});

describe('the holder of a lock', () => {
  const holder = holderOf({ cluster: 'demo', command: 'deploy', run: 'r1' });
  const here = { ...holder, machineId: holder.machineId || 'unknown' };

  test('identifies the process, with a different token for each run', () => {
    expect(holder).toMatchObject({ cluster: 'demo', command: 'deploy', run: 'r1', pid: process.pid });
    expect(holderOf({ cluster: 'demo', command: 'deploy', run: 'r1' }).token).not.toBe(holder.token);
  });

  test('is active while its process runs, but not after the PID was reused or the machine rebooted', () => {
    if (!holder.machineId) return expect(isHolderRunning(holder)).toBeUndefined();
    expect(isHolderRunning(here)).toBe(true);
    expect(isHolderRunning({ ...here, started: '1' })).toBe(false);
    expect(isHolderRunning({ ...here, pid: 2 ** 22 + 1 })).toBe(false);
    expect(isHolderRunning({ ...here, bootId: 'an earlier one' })).toBe(false);
  });

  test('is unknown on another machine', () => {
    expect(isHolderRunning({ ...holder, machineId: 'another' })).toBeUndefined();
  });
});
