import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 5_000;

/**
 * Ends the processes that descend from `parents`, and those that inherited the setting `mark` (`NAME=value`) but have
 * left their parent. Asks them to end first, and kills them after five seconds.
 */
export async function endProcesses(parents: readonly number[], mark: string): Promise<void> {
  const found = new Set([
    ...parents,
    ...processes()
      .filter(({ pid }) => hasSetting(pid, mark))
      .map(({ pid }) => pid),
  ]);
  found.delete(process.pid);
  withDescendants(found).forEach((pid) => signal(pid, 'SIGTERM'));
  const deadline = Date.now() + GRACE_MS;
  while ([...found].some(isRunning) && Date.now() < deadline) await sleep(100);
  withDescendants(found).forEach((pid) => signal(pid, 'SIGKILL'));
}

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/** Adds the descendants of the given processes to the set, which is also returned. */
function withDescendants(found: Set<number>): ReadonlySet<number> {
  const all = processes();
  let size: number;
  do {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  } while (found.size > size);
  return found;
}

function processes(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => {
    const parent = /^\d+$/.test(name) ? parentOf(name) : undefined;
    return parent === undefined ? [] : [{ pid: Number(name), parent }];
  });
}

/** The fields after the program's name, which is in parentheses and may contain spaces: state, parent, … */
function parentOf(pid: string): number | undefined {
  const parent = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

function isRunning(pid: number): boolean {
  return !/^(?:$|[ZX])/.test(read(`/proc/${pid}/stat`).split(') ').at(-1) ?? '');
}

function hasSetting(pid: number, setting: string): boolean {
  return read(`/proc/${pid}/environ`).split('\0').includes(setting);
}

/** Empty for a process that has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended meanwhile.
  }
}
