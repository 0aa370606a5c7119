import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { RunEvent } from '../../../src/events/events.ts';
import { paths } from '../../lab/paths.ts';

/** A run of the real program that is under way. */
export interface Live {
  readonly events: readonly RunEvent[];
  /** Resolves with true once an event is as wanted, with false when the run ends without. */
  seen(wanted: (event: RunEvent) => boolean): Promise<boolean>;
  /** The exit code; -1 when it was killed. */
  readonly ended: Promise<number>;
  kill(): void;
  /** SIGSTOP freezes it, SIGCONT lets it go on. */
  signal(name: NodeJS.Signals): void;
}

/** Begins a run with `--output json` and reads its events as they come. */
export function begin(...args: readonly string[]): Live {
  const child = spawn('node', ['dist/quorate.js', ...args, '--output', 'json'], {
    cwd: paths.repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: RunEvent[] = [];
  const waiting = new Set<{ wanted: (event: RunEvent) => boolean; found: (seen: boolean) => void }>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as RunEvent;
    events.push(event);
    for (const one of waiting) if (one.wanted(event)) one.found(true);
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
    seen: (wanted) =>
      events.some(wanted) ? Promise.resolve(true) : new Promise((found) => waiting.add({ wanted, found })),
  };
}
