import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RunEvent } from '../events/events.ts';
import { FORMAT } from '../model/stored-formats.ts';

/** What was done to hosts, and what was only rehearsed. */
export type Among = 'runs' | 'rehearsals';

/** Where the runs of a cluster are kept: beside its inventory. */
export function runsFolder(inventory: string, cluster: string, among: Among = 'runs'): string {
  return join(dirname(resolve(inventory)), '.quorate', cluster, among);
}

/** The folders of earlier runs, the newest first; none where nothing was run yet. */
export async function runFolders(runs: string): Promise<readonly string[]> {
  const names = await readdir(runs).catch(() => []);
  return [...names]
    .sort()
    .reverse()
    .map((name) => join(runs, name));
}

/** The events that a run has left; without its output, nor what a broken off run did not finish writing. */
export async function readRun(folder: string): Promise<readonly RunEvent[]> {
  const text = await readFile(join(folder, 'events.ndjson'), 'utf8').catch(() => '');
  return text.split('\n').flatMap(readLine);
}

const OUTPUT = /"kind":"step\.(?:output|progress)"/;

function readLine(line: string): readonly RunEvent[] {
  if (line === '' || OUTPUT.test(line)) return [];
  try {
    const event = JSON.parse(line) as RunEvent;
    return event.v === FORMAT ? [event] : [];
  } catch {
    return [];
  }
}
