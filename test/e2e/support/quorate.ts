import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../../src/events/events.ts';
import { paths } from '../../lab/paths.ts';
import { ENVIRONMENT } from '../../lab/shell.ts';

/** The lab's inventory, created by `quorate init`. */
export const INVENTORY = paths.inventory;

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in the root of the repository. Returns its exit code and output. */
export function run(
  [program = '', ...args]: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: paths.repository,
      env: { ...ENVIRONMENT, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, stdout: out.join(''), stderr: err.join('') }));
  });
}

/** Runs the built program. */
export function quorate(...args: readonly string[]): Promise<Ended> {
  return run(['node', 'dist/quorate.js', ...args]);
}

/** The events of a run with `--output json`. */
export function eventsOf({ stdout }: Ended): readonly RunEvent[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RunEvent);
}

/** The last event of a run. @throws Error if it is not run.finished */
export function finished(events: readonly RunEvent[]): Extract<RunEvent, { kind: 'run.finished' }> {
  const last = events.at(-1);
  if (last?.kind !== 'run.finished') throw new Error(`the last event is ${last?.kind}`);
  return last;
}

/** Ids of the steps that changed something, sorted. */
export function changedSteps(events: readonly RunEvent[]): readonly string[] {
  return events
    .flatMap((e) => (e.kind === 'step.finished' && e.outcome === 'changed' ? [e.step] : []))
    .sort();
}

/** All run directories in the inventory's directory, oldest first. */
export function runDirectories(directory: string = paths.cluster): readonly string[] {
  const root = join(directory, '.quorate');
  if (!existsSync(root)) return [];
  const clusters = readdirSync(root).map((cluster) => join(root, cluster, 'runs'));
  return clusters.flatMap((runs) => readdirSync(runs).map((run) => join(runs, run))).sort();
}

/** The events in a run directory. */
export function journalOf(directory: string): readonly RunEvent[] {
  return eventsOf({ code: 0, stderr: '', stdout: readFileSync(join(directory, 'events.ndjson'), 'utf8') });
}
