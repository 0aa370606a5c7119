import { mkdirSync, openSync, closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader, RunEvent } from '../events/events.ts';
import type { EpochMs } from '../model/duration.ts';
import { nextAsSteps } from '../model/next-step.ts';
import type { HostName } from '../model/names.ts';
import { visible } from '../report/visible.ts';
import { hostLogLines } from './host-log.ts';
import { runsDirectory, type Among } from './runs.ts';

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
  readonly among?: Among;
}

export interface Journal {
  /** Absolute path. */
  readonly directory: string;
  /** Writes the event before it returns: `step.finished` is on disk before the next step starts. */
  readonly read: Reader;
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
  const files = new Map<string, number>();
  const fileOf = (name: string) => {
    const known = files.get(name);
    if (known !== undefined) return known;
    const opened = openSync(join(directory, name), 'a', OWNER_ONLY);
    files.set(name, opened);
    return opened;
  };

  const read = (event: RunEvent) => {
    writeFileSync(fileOf('events.ndjson'), visible(`${JSON.stringify(event, nextAsSteps)}\n`));
    for (const { host, line } of hostLogLines(event)) {
      // A line feed within a text must not look like the start of another entry.
      const entry = visible(line).replaceAll('\n', '\n  ');
      writeFileSync(fileOf(logName(host)), `${new Date(event.at).toISOString()} ${entry}\n`);
    }
  };
  const save = (name: string, text: string) =>
    writeFileSync(join(directory, name), visible(text), { mode: OWNER_ONLY });
  const close = () => {
    for (const file of files.values()) closeSync(file);
    files.clear();
  };
  return { directory, read, save, close };
}

/** Creates a directory such as `20251122T085201Z-deploy`. A second run in the same second gets the suffix `-2`. */
function makeDirectory({ inventory, cluster, command, now, among }: JournalOptions): string {
  const runs = runsDirectory(inventory, cluster, among);
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
