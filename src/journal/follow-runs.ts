import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent } from '../events/events.ts';
import { EVENTS_FILE } from '../model/stored-formats.ts';
import { parsedEvents, runDirectories } from './runs.ts';

/** Bytes that one call reads at most. The next call reads the rest. */
const MOST_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 0x0a;

/** New events of the newest run. */
interface Followed {
  /** True if another run than before is the newest one, so that earlier events do not belong to it. */
  readonly isOther: boolean;
  readonly events: readonly RunEvent[];
}

/** A run whose events are read while its process, which may be another one, writes them. */
interface OpenRun {
  readonly directory: string;
  /** Bytes of complete lines that are read. */
  readonly offset: number;
}

/**
 * Returns a function that reads what was appended to the events of the newest run since the last call. It leaves out
 * a line that is not complete yet, and events in another format.
 * @param runs directory with the runs of a cluster; it may not exist yet
 */
export function followRuns(runs: string): () => Promise<Followed> {
  let followed: OpenRun | undefined;
  return async () => {
    const [newest] = await runDirectories(runs);
    if (newest === undefined) return { isOther: false, events: [] };
    const isOther = newest !== followed?.directory;
    const from = isOther || !followed ? { directory: newest, offset: 0 } : followed;
    const { text, bytes } = await appended(from);
    followed = { ...from, offset: from.offset + bytes };
    return { isOther, events: parsedEvents(text, true).events };
  };
}

/** Reads the complete lines from an offset; none if the file does not exist yet. */
async function appended({ directory, offset }: OpenRun): Promise<{ text: string; bytes: number }> {
  const file = await open(join(directory, EVENTS_FILE)).catch(() => undefined);
  if (!file) return { text: '', bytes: 0 };
  try {
    const length = Math.min((await file.stat()).size - offset, MOST_BYTES);
    if (length <= 0) return { text: '', bytes: 0 };
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position: offset });
    const bytes = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED) + 1;
    // A line that is longer than all bytes of a call is not an event.
    if (bytes === 0 && bytesRead === MOST_BYTES) return { text: '', bytes: bytesRead };
    return { text: buffer.toString('utf8', 0, bytes), bytes };
  } finally {
    await file.close();
  }
}
