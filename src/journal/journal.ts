import { mkdirSync, openSync, closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader, RunEvent } from '../events/events.ts';
import type { EpochMs } from '../model/duration.ts';
import { nextAsSteps } from '../model/next-step.ts';
import type { HostName } from '../model/names.ts';
import { hostLogLines } from './host-log.ts';
import { runsFolder, type Among } from './runs.ts';

/** Only the owner can read the files of a run: they name hosts, paths and errors. */
const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

export interface JournalOptions {
  /** The inventory's file: the runs of its cluster are kept beside it. */
  readonly inventory: string;
  readonly cluster: string;
  readonly command: string;
  readonly now: EpochMs;
  /** `runs` unless given. */
  readonly among?: Among;
}

export interface Journal {
  /** Absolute if the inventory's path is. */
  readonly folder: string;
  /** Every event is written when this returns: `step.finished` is on disk before the next step starts. */
  readonly read: Reader;
  /** Writes another file into the directory of the run. */
  readonly save: (name: string, text: string) => void;
  readonly close: () => void;
}

/**
 * Creates the directory of a run, such as `.quorate/<cluster>/runs/<time>-<command>/` in the directory of the inventory,
 * with `events.ndjson` and a log per host.
 * @throws if the directory or a file cannot be written (no space, no permission)
 */
export function openJournal(options: JournalOptions): Journal {
  const folder = makeFolder(options);
  const files = new Map<string, number>();
  const fileOf = (name: string) => {
    const known = files.get(name);
    if (known !== undefined) return known;
    const opened = openSync(join(folder, name), 'a', OWNER_ONLY);
    files.set(name, opened);
    return opened;
  };

  const read = (event: RunEvent) => {
    writeFileSync(fileOf('events.ndjson'), `${JSON.stringify(event, nextAsSteps)}\n`);
    for (const { host, line } of hostLogLines(event)) {
      writeFileSync(fileOf(logName(host)), `${new Date(event.at).toISOString()} ${line}\n`);
    }
  };
  const save = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: OWNER_ONLY });
  const close = () => {
    for (const file of files.values()) closeSync(file);
    files.clear();
  };
  return { folder, read, save, close };
}

/** `20251122T085201Z-deploy`; a second run of the same second gets `-2`. */
function makeFolder({ inventory, cluster, command, now, among }: JournalOptions): string {
  const runs = runsFolder(inventory, cluster, among);
  mkdirSync(runs, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const time = new Date(now).toISOString().replace(/\.\d+|[-:]/g, '');
  for (let n = 1; ; n += 1) {
    const folder = join(runs, `${time}-${command}${n === 1 ? '' : `-${n}`}`);
    if (makeNew(folder)) return folder;
  }
}

/** @returns false if the directory exists already */
function makeNew(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: OWNER_ONLY_FOLDER });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Host names come from the inventory; as file names they must not leave the directory. */
function logName(host: HostName): string {
  return `${host.replace(/[^\w.-]/g, '_')}.log`;
}
