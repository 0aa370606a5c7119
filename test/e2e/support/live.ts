import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { paths } from '../../lab/paths.ts';
import { ENVIRONMENT } from '../../lab/shell.ts';

/** A run of the real program in progress. */
export interface LiveRun {
  readonly events: readonly RunEvent[];
  /** Resolves with true once an event matches, and with false if the run ends without a match. */
  waitFor(wanted: (event: RunEvent) => boolean): Promise<boolean>;
  /** The exit code, or -1 if the run was killed. */
  readonly ended: Promise<number>;
  kill(): void;
  /** Sends a signal: SIGSTOP suspends the run, SIGCONT resumes it. */
  signal(name: NodeJS.Signals): void;
}

/** A failed test must not leave a run behind: it would hold its locks, and jest would wait for it. */
const started = new Set<ChildProcess>();
afterAll(() => started.forEach((child) => child.kill('SIGKILL')));

/** Starts a run of the built program with `--output json` and reads its events as they arrive. */
export function startRun(...args: readonly string[]): LiveRun {
  return startProgram('dist/quorate.js', ...args);
}

/** Starts a run of another build of the program, given as its main script. */
export function startProgram(script: string, ...args: readonly string[]): LiveRun {
  const child = spawn('node', [script, ...args, '--output', 'json'], {
    cwd: paths.repository,
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.add(child);
  const events: RunEvent[] = [];
  const waiting = new Set<{ wanted: (event: RunEvent) => boolean; found: (matched: boolean) => void }>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as RunEvent;
    events.push(event);
    for (const waiter of waiting) if (waiter.wanted(event)) waiter.found(true);
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  void ended.then(() => [...waiting].forEach(({ found }) => found(false)));
  return {
    events,
    ended,
    kill: () => void child.kill('SIGKILL'),
    signal: (name) => void child.kill(name),
    waitFor: (wanted) =>
      events.some(wanted) ? Promise.resolve(true) : new Promise((found) => waiting.add({ wanted, found })),
  };
}
