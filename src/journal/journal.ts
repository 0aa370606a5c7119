import { closeSync, fsyncSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader, RunEvent } from '../events/events.ts';
import type { EpochMs } from '../model/duration.ts';
import { nextAsSteps, inOrder, manual, RUN_AGAIN } from '../model/next-step.ts';
import type { HostName } from '../model/names.ts';
import { EVENTS_FILE } from '../model/stored-formats.ts';
import { visible } from '../report/visible.ts';
import { hostLogLines } from './host-log.ts';
import { OutputError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import { groupedFlush } from './flush.ts';
import { runsDirectory, type RunsSubdirectory } from './runs.ts';

/** Only the owner can read the files of a run: they name hosts, paths and errors. */
const OWNER_ONLY = 0o600;
const OWNER_ONLY_DIRECTORY = 0o700;

export interface JournalOptions {
  /** Path of the inventory. The runs are stored in its directory. */
  readonly inventory: string;
  readonly cluster: string;
  readonly command: string;
  readonly now: EpochMs;
  /** Default: `runs`. */
  readonly subdirectory?: RunsSubdirectory;
}

export interface Journal {
  /** Absolute path. */
  readonly directory: string;
  /**
   * Appends the event to its files before it returns, without flushing them to disk (see `recorded`).
   * @throws if it cannot be written (a full disk)
   */
  readonly read: Reader;
  /** Aborted when an event cannot be written. */
  readonly lost: AbortSignal;
  /** Resolves once every event is on disk. @throws OutputError once an event could not be written */
  readonly recorded: () => Promise<void>;
  /** Writes another file into the directory of the run. */
  readonly save: (name: string, text: string) => void;
  readonly close: () => void;
}

/**
 * Creates the directory of a run, such as `.quorate/<cluster>/runs/<time>-<command>/` in the directory of the
 * inventory. `read` writes `events.ndjson` and a log per host into it.
 * @throws if the directory cannot be created (no space, no permission)
 */
export function openJournal(options: JournalOptions): Journal {
  const directory = makeDirectory(options);
  const { fileOf, close } = filesOf(directory);
  const lost = new AbortController();
  const { wrote, flush } = groupedFlush(() => fsyncSync(fileOf(EVENTS_FILE)));
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      lost.abort(error);
    }
  };
  const read = (event: RunEvent) => {
    wrote();
    attempt(() => writeEvent(event, fileOf));
    if (lost.signal.aborted) throw new Error(`${directory}: ${(lost.signal.reason as Error).message}`);
  };
  const recorded = async () => {
    // A rehearsal changes no host, so its events need not survive a power failure.
    if (options.subdirectory !== 'rehearsals') attempt(flush);
    if (lost.signal.aborted) throw new OutputError([notRecorded(directory, lost.signal.reason as Error)]);
  };
  const save = (name: string, text: string) =>
    writeFileSync(join(directory, name), visible(text), { mode: OWNER_ONLY });
  return { directory, read, lost: lost.signal, recorded, save, close };
}

/** Opens each file in the directory once. */
function filesOf(directory: string): {
  readonly fileOf: (name: string) => number;
  readonly close: () => void;
} {
  const files = new Map<string, number>();
  const fileOf = (name: string) => {
    const opened = files.get(name) ?? openSync(join(directory, name), 'a', OWNER_ONLY);
    files.set(name, opened);
    return opened;
  };
  const close = () => {
    for (const file of files.values()) closeSync(file);
    files.clear();
  };
  return { fileOf, close };
}

function writeEvent(event: RunEvent, fileOf: (name: string) => number): void {
  writeFileSync(fileOf(EVENTS_FILE), visible(`${JSON.stringify(event, nextAsSteps)}\n`));
  for (const { host, line } of hostLogLines(event)) {
    // A line feed within a text must not look like the start of another entry.
    const entry = visible(line).replaceAll('\n', '\n  ');
    writeFileSync(fileOf(logName(host)), `${new Date(event.at).toISOString()} ${entry}\n`);
  }
}

const notRecorded = (directory: string, { message }: Error): Problem => ({
  where: directory,
  what: `the journal of this run cannot be written, so no further step was started; jobs that run on hosts continue: ${message}`,
  next: inOrder(manual('free space there'), RUN_AGAIN),
});

/** Creates a directory such as `20251122T085201Z-deploy`. A second run in the same second gets the suffix `-2`. */
function makeDirectory({ inventory, cluster, command, now, subdirectory }: JournalOptions): string {
  const runs = runsDirectory(inventory, cluster, subdirectory);
  mkdirSync(runs, { recursive: true, mode: OWNER_ONLY_DIRECTORY });
  const time = new Date(now).toISOString().replace(/\.\d+|[-:]/g, '');
  for (let n = 1; ; n += 1) {
    const directory = join(runs, `${time}-${command}${n === 1 ? '' : `-${n}`}`);
    if (makeNew(directory)) return directory;
  }
}

/** @returns false if the directory exists already */
function makeNew(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: OWNER_ONLY_DIRECTORY });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Replaces characters of the host name that could lead out of the directory. */
function logName(host: HostName): string {
  return `${host.replace(/[^\w.-]/g, '_')}.log`;
}
