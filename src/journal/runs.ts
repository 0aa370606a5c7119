import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { textIfReadable } from '../errors/local-file.ts';
import type { RunEvent } from '../events/events.ts';
import { EVENTS_FILE, FORMAT, LOCAL_DIRECTORY } from '../model/stored-formats.ts';

/** Subdirectories for real runs and for rehearsals. */
export type RunsSubdirectory = 'runs' | 'rehearsals';

/** Returns the path, in the directory of the inventory, where the runs of a cluster are stored. */
export function runsDirectory(
  inventory: string,
  cluster: string,
  subdirectory: RunsSubdirectory = 'runs',
): string {
  return join(dirname(resolve(inventory)), LOCAL_DIRECTORY, cluster, subdirectory);
}

/** Lists the directories of earlier runs, newest first. */
export async function runDirectories(runs: string): Promise<readonly string[]> {
  const names = await readdir(runs).catch(() => []);
  return [...names]
    .sort()
    .reverse()
    .map((name) => join(runs, name));
}

/** Contents of a run directory. */
interface StoredRun {
  /**
   * The events in the present format, except output and progress of steps. Leaves out lines that were not written
   * completely.
   */
  readonly events: readonly RunEvent[];
  /** Number of events in another format, which `events` leaves out. */
  readonly unreadable: number;
}

/** Bytes of events that are read at most. */
const LONGEST = 256 * 1024 * 1024;

/**
 * Reads the events of an earlier run; none if the directory has no events, or more than that.
 * @param withOutput also read output and progress of steps
 */
export async function readRun(directory: string, withOutput = false): Promise<StoredRun> {
  return parsedEvents(
    (await textIfReadable(join(directory, EVENTS_FILE), { most: LONGEST })) ?? '',
    withOutput,
  );
}

/** Parses the lines of a file with events. @param withOutput also parse output and progress of steps */
export function parsedEvents(text: string, withOutput: boolean): StoredRun {
  const lines = text
    .split('\n')
    .flatMap((line) => (OUTPUT.test(line) && !withOutput ? [] : parseEvent(line)));
  const events = lines.filter(({ v }) => v === FORMAT);
  return { events, unreadable: lines.length - events.length };
}

const OUTPUT = /"kind":"step\.(?:output|progress)"/;

function parseEvent(line: string): readonly RunEvent[] {
  if (line === '') return [];
  try {
    return [JSON.parse(line) as RunEvent];
  } catch {
    return [];
  }
}
