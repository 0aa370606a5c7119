import { randomUUID } from 'node:crypto';
import {
  deleteUnfinishedFile,
  readUnfinishedCommand,
  writeUnfinishedFile,
  type UnfinishedFile,
} from '../run/unfinished-command.ts';
import { NOTE } from '../../model/stored-formats.ts';
import type { RestartNote } from '../../model/stored-formats.ts';

/** Which restarts are the same one. */
export interface Scope extends UnfinishedFile {
  /** A role, or `all`. */
  readonly scope: string;
}

interface Wanted extends Scope {
  /** Not the one that was left unfinished. */
  readonly anew: boolean;
  /** ms since the epoch */
  readonly now: number;
}

/** One request to restart: the same until it is done, so that a run that was killed can be gone on with. */
export interface Request extends RestartNote {
  readonly continues: boolean;
}

/** The request that was left unfinished, or a new one, which nobody knows of yet. */
export async function openRequest(wanted: Wanted): Promise<Request> {
  const known = wanted.anew
    ? undefined
    : await readUnfinishedCommand<RestartNote>(wanted, NOTE.restart(wanted.scope), wanted.now);
  if (known) return { ...known, continues: true };
  return { id: randomUUID(), startedAt: wanted.now, continues: false };
}

/** From now on it can be gone on with: before anybody is restarted by it. */
export async function noteRequest(wanted: Scope, { id, startedAt }: Request): Promise<void> {
  await writeUnfinishedFile(wanted, NOTE.restart(wanted.scope), { id, startedAt } satisfies RestartNote);
}

/** It is done, or nothing came of it: the next one is another. */
export async function closeRequest(wanted: Scope): Promise<void> {
  await deleteUnfinishedFile(wanted, NOTE.restart(wanted.scope));
}
