import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HOUR } from '../../model/duration.ts';

/** Where a command keeps what it must still know when it is repeated: beside the inventory, with the runs. */
export interface UnfinishedFile {
  /** The inventory's path. */
  readonly inventory: string;
  readonly cluster: string;
}

/** A note that was left; undefined where there is none, or none that this version can read. */
export async function readUnfinishedFile<T extends object>(
  beside: UnfinishedFile,
  name: string,
): Promise<T | undefined> {
  const text = await readFile(pathOf(beside, name), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { v, ...note } = JSON.parse(text) as { readonly v?: number } & T;
    return v === 1 ? (note as unknown as T) : undefined;
  } catch {
    return undefined;
  }
}

/** A command that was begun and may be gone on with. */
export interface UnfinishedCommand {
  /** ms since the epoch */
  readonly begunAt: number;
}

/** After so long a command that was not finished is not what is meant any more. */
const VALID = 24 * HOUR;

/** The note of a command that was left unfinished not long ago. @param now ms since the epoch */
export async function readUnfinishedCommand<T extends UnfinishedCommand>(
  beside: UnfinishedFile,
  name: string,
  now: number,
): Promise<T | undefined> {
  const noted = await readUnfinishedFile<T>(beside, name);
  return noted && now - noted.begunAt < VALID ? noted : undefined;
}

/** When it was begun, in words. */
export function inMinutes({ begunAt }: UnfinishedCommand): string {
  return `${new Date(begunAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** @param note nothing secret */
export async function writeUnfinishedFile(beside: UnfinishedFile, name: string, note: object): Promise<void> {
  const path = pathOf(beside, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify({ v: 1, ...note })}\n`;
  // On disk before the inventory says more than this machine would remember after a power cut.
  await writeFile(path, text, { mode: 0o600, flush: true });
}

export async function deleteUnfinishedFile(beside: UnfinishedFile, name: string): Promise<void> {
  await rm(pathOf(beside, name), { force: true });
}

function pathOf({ inventory, cluster }: UnfinishedFile, name: string): string {
  return join(dirname(resolve(inventory)), '.quorate', cluster, `${name}.json`);
}
