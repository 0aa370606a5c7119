import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { RefusedError } from '../../errors/errors.ts';
import { textIfReadable } from '../../errors/local-file.ts';
import { HOUR } from '../../model/duration.ts';
import { FORMAT, LOCAL_DIRECTORY } from '../../model/stored-formats.ts';

/**
 * Identifies the cluster's directory below `.quorate`, where a command stores data for the case that it is interrupted
 * and repeated.
 */
export interface UnfinishedFile {
  /** Path of the inventory. */
  readonly inventory: string;
  readonly cluster: string;
}

/**
 * Reads the note of an unfinished command; undefined if there is none, or if it is damaged.
 * @throws RefusedError for a note in another format
 */
export async function readUnfinishedFile<T extends object>(
  beside: UnfinishedFile,
  name: string,
): Promise<T | undefined> {
  const path = pathOf(beside, name);
  const text = await textIfReadable(path);
  const value = text === undefined ? undefined : parsed(text);
  if (value === undefined) return undefined;
  const { v, ...note } = value;
  if (v !== FORMAT) throw otherFormat(path, v);
  return note as T;
}

function parsed(text: string): { readonly v?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function otherFormat(path: string, format: unknown): RefusedError {
  const what = `note of an unfinished command in format ${String(format)}, but this Quorate reads format ${FORMAT}`;
  const next =
    'finish that command with the Quorate that started it; if the command is finished, delete this file';
  return new RefusedError([{ where: path, what, next }]);
}

/** A command that was interrupted and can be resumed. */
interface UnfinishedCommand {
  readonly startedAt: number;
}

/** Age from which a note is ignored, because its command is probably no longer wanted. */
const VALID = 24 * HOUR;

/** The note of a command that was interrupted within the last 24 hours. @throws RefusedError */
export async function readUnfinishedCommand<T extends UnfinishedCommand>(
  beside: UnfinishedFile,
  name: string,
  now: number,
): Promise<T | undefined> {
  const noted = await readUnfinishedFile<T>(beside, name);
  return noted && now - noted.startedAt < VALID ? noted : undefined;
}

/** The start time, to the minute. */
export function formatMinute({ startedAt }: UnfinishedCommand): string {
  return `${new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Stores a note, so that the same command can be resumed. @param note contains no secret */
export async function writeUnfinishedFile(beside: UnfinishedFile, name: string, note: object): Promise<void> {
  const path = pathOf(beside, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify({ v: FORMAT, ...note })}\n`;
  // Flushes the note to disk before the inventory is edited. Otherwise, after a power failure, the inventory could
  // contain a change that no note explains.
  await writeFile(path, text, { mode: 0o600, flush: true });
}

export async function deleteUnfinishedFile(beside: UnfinishedFile, name: string): Promise<void> {
  await rm(pathOf(beside, name), { force: true });
}

function pathOf({ inventory, cluster }: UnfinishedFile, name: string): string {
  return join(dirname(resolve(inventory)), LOCAL_DIRECTORY, cluster, `${name}.json`);
}
