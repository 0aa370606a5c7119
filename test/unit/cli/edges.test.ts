import { describe, expect, test } from '@jest/globals';
import { holderLives, holderOf } from '../../../src/cli/run/lock-holder.ts';
import { interruption } from '../../../src/cli/terminal/interrupt.ts';
import { isInteractive } from '../../../src/cli/terminal/io.ts';
import { runOutput } from '../../../src/cli/run/output.ts';
import { prompt } from '../../../src/cli/terminal/prompt.ts';
import { goodRun } from '../report/stream.ts';
import { fakeEdges } from './edges.ts';

describe('an interruption', () => {
  test('first aborts with the signal’s name, then ends the process at once', () => {
    const fake = fakeEdges();
    const { signal } = interruption(fake.io);
    fake.send('SIGTERM');
    expect([signal.aborted, signal.reason, fake.exits]).toEqual([true, 'SIGTERM', []]);
    fake.send('SIGINT');
    expect(fake.exits).toEqual([130]);
  });

  test('by SIGTERM twice ends with 143', () => {
    const fake = fakeEdges();
    interruption(fake.io);
    fake.send('SIGINT');
    fake.send('SIGTERM');
    expect(fake.exits).toEqual([143]);
  });

  test('is no longer heard after the run', () => {
    const fake = fakeEdges();
    const { signal, stop } = interruption(fake.io);
    stop();
    fake.send('SIGINT');
    expect([signal.aborted, fake.listeners.size]).toEqual([false, 0]);
  });
});

describe('a passphrase', () => {
  test('is asked for without echo and never printed', async () => {
    const fake = fakeEdges({ tty: true });
    const answer = prompt(fake.io).ask?.('/home/op/.ssh/id');
    await Promise.resolve();
    fake.stdin.write('huntt');
    fake.stdin.write('\u007fer2\r');
    expect((await answer)?.reveal()).toBe('hunter2');
    expect(fake.stderr()).toBe('Passphrase for /home/op/.ssh/id: \n');
    expect(fake.stdin.raw).toEqual([true, false]);
  });

  test('is asked for one at a time, and the terminal is busy until the last answer', async () => {
    const fake = fakeEdges({ tty: true });
    const { ask, idle } = prompt(fake.io);
    const answers = [ask?.('one'), ask?.('two')];
    let free = false;
    const waiting = idle().then(() => (free = true));
    await new Promise(setImmediate);
    expect(fake.stderr()).toBe('Passphrase for one: ');
    fake.stdin.write('1\n');
    await answers[0];
    await new Promise(setImmediate);
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

  test('cannot be asked for where nobody can type', async () => {
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

  test('is drawn on a terminal', async () => {
    expect(await shown(fakeEdges({ tty: true }), 'auto')).toContain('\u001b[');
  });

  test('is plain lines in a pipe, in CI, and where asked for', async () => {
    const piped = await shown(fakeEdges(), 'auto');
    expect(piped).toContain('00:00 phase stage');
    expect(piped).toContain('a note');
    expect(await shown(fakeEdges({ tty: true, env: { CI: 'true' } }), 'auto')).toBe(piped);
    expect(await shown(fakeEdges({ tty: true }), 'plain')).toBe(piped);
  });

  test('is nothing but events as JSON', async () => {
    const lines = (await shown(fakeEdges({ tty: true }), 'json')).trimEnd().split('\n');
    expect(lines).toHaveLength(goodRun.length);
  });

  test('a terminal that cannot move its cursor is not drawn on', () => {
    expect(isInteractive(fakeEdges({ tty: true, env: { TERM: 'dumb' } }).io)).toBe(false);
    expect(isInteractive(fakeEdges({ tty: true, env: { TERM: 'xterm' } }).io)).toBe(true);
  });
});

describe('the holder of a lock', () => {
  const holder = holderOf({ cluster: 'demo', command: 'deploy', run: 'r1' });
  const here = { ...holder, machineId: holder.machineId || 'unknown' };

  test('names the process, with a token of its own for each run', () => {
    expect(holder).toMatchObject({ cluster: 'demo', command: 'deploy', run: 'r1', pid: process.pid });
    expect(holderOf({ cluster: 'demo', command: 'deploy', run: 'r1' }).token).not.toBe(holder.token);
  });

  test('lives while its process does, and not when the pid was given anew or the machine has started again', () => {
    if (!holder.machineId) return expect(holderLives(holder)).toBeUndefined();
    expect(holderLives(here)).toBe(true);
    expect(holderLives({ ...here, started: '1' })).toBe(false);
    expect(holderLives({ ...here, pid: 2 ** 22 + 1 })).toBe(false);
    expect(holderLives({ ...here, bootId: 'an earlier one' })).toBe(false);
  });

  test('on another machine cannot be told', () => {
    expect(holderLives({ ...holder, machineId: 'another' })).toBeUndefined();
  });
});
