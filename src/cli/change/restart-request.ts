import { randomUUID } from 'node:crypto';
import {
  deleteUnfinishedFile,
  readUnfinishedCommand,
  writeUnfinishedFile,
  type UnfinishedCommand,
  type UnfinishedFile,
} from '../run/unfinished-command.ts';

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
export interface Request extends UnfinishedCommand {
  readonly id: string;
  readonly continues: boolean;
}

/** The request that was left unfinished, or a new one, which nobody knows of yet. */
export async function openRequest(wanted: Wanted): Promise<Request> {
  const known = wanted.anew
    ? undefined
    : await readUnfinishedCommand<Noted>(wanted, noteOf(wanted), wanted.now);
  if (known) return { ...known, continues: true };
  return { id: randomUUID(), begunAt: wanted.now, continues: false };
}

type Noted = Omit<Request, 'continues'>;

/** From now on it can be gone on with: before anybody is restarted by it. */
export async function noteRequest(wanted: Scope, { id, begunAt }: Request): Promise<void> {
  await writeUnfinishedFile(wanted, noteOf(wanted), { id, begunAt } satisfies Noted);
}

/** It is done, or nothing came of it: the next one is another. */
export async function closeRequest(wanted: Scope): Promise<void> {
  await deleteUnfinishedFile(wanted, noteOf(wanted));
}

function noteOf({ scope }: Pick<Scope, 'scope'>): string {
  return `restart-${scope}`;
}
